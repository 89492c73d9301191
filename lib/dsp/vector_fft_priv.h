/* SPDX-License-Identifier: MIT */
/*
 * The FFT of KERNEL_WIDTH windows side by side, for one of the compilations of kernel_vector.c; so
 * everything here is static.
 */
#ifndef DSP_VECTOR_FFT_PRIV_H
#define DSP_VECTOR_FFT_PRIV_H

#include <string.h>

#include "dsp/stft.h"
#include "dsp/vector_priv.h"

struct complex_vector {
	vf re, im;
};

static inline struct complex_vector
times(struct complex_vector a, const float *w)
{
	return (struct complex_vector){a.re * w[0] - a.im * w[1], a.re * w[1] + a.im * w[0]};
}

/* z[4] becomes its FFT of four points */
static inline void
fft4(struct complex_vector *z)
{
	struct complex_vector sum_02 = {z[0].re + z[2].re, z[0].im + z[2].im};
	struct complex_vector dif_02 = {z[0].re - z[2].re, z[0].im - z[2].im};
	struct complex_vector sum_13 = {z[1].re + z[3].re, z[1].im + z[3].im};
	struct complex_vector dif_13 = {z[1].re - z[3].re, z[1].im - z[3].im};

	z[0] = (struct complex_vector){sum_02.re + sum_13.re, sum_02.im + sum_13.im};
	z[1] = (struct complex_vector){dif_02.re + dif_13.im, dif_02.im - dif_13.re};
	z[2] = (struct complex_vector){sum_02.re - sum_13.re, sum_02.im - sum_13.im};
	z[3] = (struct complex_vector){dif_02.re - dif_13.im, dif_02.im + dif_13.re};
}

/*
 * One pass of Stockham's FFT, radix 4: n points in `stride` interleaved sequences, from x to y,
 * which come out as sequences of n/4 (Stockham 1966; Van Loan, "Computational Frameworks for the
 * FFT", 1.7). Returns the twiddle factors of the next pass.
 */
static inline const float *
pass4(const struct complex_vector *restrict x, struct complex_vector *restrict y, size_t n,
    size_t stride, const float *twiddle)
{
	size_t quarter = stride * (n / 4);

	for (size_t p = 0; p < n / 4; p++, twiddle += 6) {
		for (size_t q = 0; q < stride; q++) {
			const struct complex_vector *in = &x[q + stride * p];
			struct complex_vector z[4] = {in[0], in[quarter], in[2 * quarter],
			    in[3 * quarter]};
			struct complex_vector *out = &y[q + stride * 4 * p];

			fft4(z);
			out[0] = z[0];
			out[stride] = times(z[1], twiddle);
			out[2 * stride] = times(z[2], twiddle + 2);
			out[3 * stride] = times(z[3], twiddle + 4);
		}
	}
	return twiddle;
}

/* the last pass: four or two points in each sequence, and no twiddle factors */
static inline void
last4(const struct complex_vector *restrict x, struct complex_vector *restrict y, size_t stride)
{
	for (size_t q = 0; q < stride; q++) {
		struct complex_vector z[4] = {x[q], x[q + stride], x[q + 2 * stride],
		    x[q + 3 * stride]};

		fft4(z);
		for (size_t k = 0; k < 4; k++)
			y[q + k * stride] = z[k];
	}
}

static inline void
last2(const struct complex_vector *restrict x, struct complex_vector *restrict y, size_t stride)
{
	for (size_t q = 0; q < stride; q++) {
		struct complex_vector a = x[q], b = x[q + stride];

		y[q] = (struct complex_vector){a.re + b.re, a.im + b.im};
		y[q + stride] = (struct complex_vector){a.re - b.re, a.im - b.im};
	}
}

/*
 * The complex FFT of n points in each of `stride` sequences in x, with room for as many in y.
 * Returns where the result is.
 */
static struct complex_vector *
fft(struct complex_vector *x, struct complex_vector *y, size_t n, size_t stride,
    const float *twiddle)
{
	for (; n > 4; n /= 4, stride *= 4) {
		struct complex_vector *swap = y;

		twiddle = pass4(x, y, n, stride, twiddle);
		y = x;
		x = swap;
	}
	if (n == 4)
		last4(x, y, stride);
	else
		last2(x, y, stride);
	return y;
}
#if defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)
#define TRANSPOSES 1
#endif
#endif

#ifdef TRANSPOSES
typedef float quad __attribute__((vector_size(16)));

static inline quad
load_quad(const float *p)
{
	quad q;

	memcpy(&q, p, sizeof(q));
	return q;
}

/* four samples of lane, and with eight lanes four of lane + 4 behind them */
static inline vf
load_quads(const float *signal, size_t hop, size_t lane)
{
	quad low = load_quad(&signal[lane * hop]);
#if W == 8
	quad high = load_quad(&signal[(lane + 4) * hop]);

	return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
#else
	return low;
#endif
}

/* within each four lanes: a0 b0 a1 b1, a2 b2 a3 b3, a0 a1 b0 b1, a2 a3 b2 b3 */
#if W == 8
#define UNPACK_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define UNPACK_HIGH(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define PAIRS_LOW(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define PAIRS_HIGH(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#else
#define UNPACK_LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define UNPACK_HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define PAIRS_LOW(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define PAIRS_HIGH(a, b) __builtin_shufflevector(a, b, 2, 3, 6, 7)
#endif

/* four samples of all lanes, transposed in squares of four */
static inline void
gather_four(const float *signal, size_t hop, const float *window, vf *rows)
{
	vf a = load_quads(signal, hop, 0), b = load_quads(signal, hop, 1);
	vf c = load_quads(signal, hop, 2), d = load_quads(signal, hop, 3);
	vf ab_low = UNPACK_LOW(a, b), ab_high = UNPACK_HIGH(a, b);
	vf cd_low = UNPACK_LOW(c, d), cd_high = UNPACK_HIGH(c, d);

	rows[0] = window[0] * PAIRS_LOW(ab_low, cd_low);
	rows[1] = window[1] * PAIRS_HIGH(ab_low, cd_low);
	rows[2] = window[2] * PAIRS_LOW(ab_high, cd_high);
	rows[3] = window[3] * PAIRS_HIGH(ab_high, cd_high);
}
#endif

/*
 * rows[i][lane] = signal[lane * hop + i] * window[i] for the n_windows windows of this column,
 * zeros in the lanes after.
 */
static void
gather(const float *signal, size_t hop, int n_windows, const float *window, size_t len, vf *rows)
{
	size_t i = 0;

#ifdef TRANSPOSES
	for (; n_windows == W && i + 4 <= len; i += 4)
		gather_four(&signal[i], hop, &window[i], &rows[i]);
#endif
	for (; i < len; i++) {
		vf row = {0};

		for (int lane = 0; lane < n_windows && lane < W; lane++)
			row[lane] = signal[(size_t)lane * hop + i] * window[i];
		rows[i] = row;
	}
}

#ifdef TRANSPOSES
/*
 * The first pass of the FFT straight from the samples of W whole windows: gather and pass4 in one,
 * for arrays that do not fit the nearest cache. Two points of each quarter at a time, the even
 * samples real.
 */
static const float *
gather_pass4(const float *signal, size_t hop, const float *window,
    struct complex_vector *restrict y, size_t n, const float *twiddle)
{
	for (size_t p = 0; p < n / 4; p += 2) {
		vf rows[4][4];

		for (size_t k = 0; k < 4; k++) {
			size_t at = 2 * (p + k * (n / 4));

			gather_four(&signal[at], hop, &window[at], rows[k]);
		}
		for (size_t i = 0; i < 2; i++, y += 4, twiddle += 6) {
			struct complex_vector z[4];

			for (size_t k = 0; k < 4; k++)
				z[k] = (struct complex_vector){rows[k][2 * i], rows[k][2 * i + 1]};
			fft4(z);
			y[0] = z[0];
			y[1] = times(z[1], twiddle);
			y[2] = times(z[2], twiddle + 2);
			y[3] = times(z[3], twiddle + 4);
		}
	}
	return twiddle;
}
#endif

/*
 * The FFT of n/2 points of the n_windows windows of a column, even samples real and odd ones
 * imaginary, both halved; x and y have room for as many points. Returns where the result is.
 */
static struct complex_vector *
fft_of_windows(const struct stft *s, const float *signal, size_t hop, int n_windows,
    struct complex_vector *x, struct complex_vector *y)
{
	size_t n = s->n / 2;

#ifdef TRANSPOSES
	if (n_windows == W && s->window_len == s->n) {
		const float *twiddle = gather_pass4(signal, hop, s->half_window, y, n, s->twiddle);

		return fft(y, x, n / 4, 4, twiddle);
	}
#endif
	gather(signal, hop, n_windows, s->half_window, s->window_len, (vf *)x);
	memset((vf *)x + s->window_len, 0, (s->n - s->window_len) * sizeof(vf));
	return fft(x, y, n, 1, s->twiddle);
}

#endif
