/* SPDX-License-Identifier: MIT */
/*
 * The FFT of KERNEL_WIDTH windows side by side, for one of the compilations of kernel_vector.c; so
 * everything here is static.
 */
#ifndef DSP_VECTOR_FFT_PRIV_H
#define DSP_VECTOR_FFT_PRIV_H

#include <string.h>

#include "base/vector.h"
#include "dsp/stft.h"

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

/*
 * All passes but the last over n points in each of `stride` sequences in x, with room for as many
 * in y; those that are left have `radix` points, 4 or 2. Returns where they are.
 */
static const struct complex_vector *
passes(struct complex_vector *x, struct complex_vector *y, size_t n, size_t stride,
    const float *twiddle, size_t *radix)
{
	for (; n > 4; n /= 4, stride *= 4) {
		struct complex_vector *swap = y;

		twiddle = pass4(x, y, n, stride, twiddle);
		y = x;
		x = swap;
	}
	*radix = n;
	return x;
}

/* a sequence of the last pass, without twiddle factors; radix is 4 or 2 */
static inline void
last_points(const struct complex_vector *x, size_t stride, size_t radix, struct complex_vector *z)
{
	for (size_t k = 0; k < radix; k++)
		z[k] = x[k * stride];
	if (radix == 4) {
		fft4(z);
	} else {
		struct complex_vector a = z[0], b = z[1];

		z[0] = (struct complex_vector){a.re + b.re, a.im + b.im};
		z[1] = (struct complex_vector){a.re - b.re, a.im - b.im};
	}
}

/*
 * From points k and n/2 - k of the FFT of n/2 points (even samples real, odd ones imaginary, both
 * halved) the power of the real signal there: with E and O the spectra of even and odd samples,
 * X_k = E + w^k O and X_(n/2-k) = conj(E - w^k O).
 */
static inline void
power_of_pair(const struct stft *s, size_t k, struct complex_vector a, struct complex_vector b,
    float *power)
{
	struct complex_vector even = {a.re + b.re, a.im - b.im};
	struct complex_vector odd = times((struct complex_vector){a.im + b.im, b.re - a.re},
	    &s->split[2 * k]);
	struct complex_vector up = {even.re + odd.re, even.im + odd.im};
	struct complex_vector down = {even.re - odd.re, even.im - odd.im};

	store(&power[k * LANES], up.re * up.re + up.im * up.im);
	store(&power[(s->n / 2 - k) * LANES], down.re * down.re + down.im * down.im);
}

/*
 * The last pass and the power in one: sequence q has the points q, q + stride, ..., and sequence
 * stride - q their mirror images. `radix` is a constant wherever this is called.
 */
static inline __attribute__((always_inline)) void
last_power(const struct stft *s, const struct complex_vector *x, size_t radix, float *power)
{
	size_t half = s->n / 2, stride = half / radix;
	struct complex_vector z[4], mirror[4];
	vf sum, dif;

	last_points(x, stride, radix, z);
	sum = 2.0f * (z[0].re + z[0].im);
	dif = 2.0f * (z[0].re - z[0].im);
	store(&power[0], sum * sum);
	store(&power[half * LANES], dif * dif);
	for (size_t j = 1; j <= radix / 2; j++)
		power_of_pair(s, j * stride, z[j], z[radix - j], power);
	for (size_t q = 1; q <= stride / 2; q++) {
		last_points(&x[q], stride, radix, z);
		last_points(&x[stride - q], stride, radix, mirror);
		for (size_t j = 0; j < radix / 2; j++) {
			power_of_pair(s, q + j * stride, z[j], mirror[radix - 1 - j], power);
			power_of_pair(s, stride - q + j * stride, mirror[j], z[radix - 1 - j], power);
		}
	}
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

/* The power spectra of the n_windows windows of a column; without a window the lanes get zeros. */
static void
power_of_windows(const struct stft *s, const float *signal, size_t hop, int n_windows, float *power)
{
	struct complex_vector *x = (struct complex_vector *)(void *)s->scratch, *y = x + s->n / 2;
	const struct complex_vector *z = NULL;
	size_t n = s->n / 2, radix;

#ifdef TRANSPOSES
	if (n_windows == W && s->window_len == s->n) {
		const float *twiddle = gather_pass4(signal, hop, s->half_window, y, n, s->twiddle);

		z = passes(y, x, n / 4, 4, twiddle, &radix);
	}
#endif
	if (z == NULL) {
		gather(signal, hop, n_windows, s->half_window, s->window_len, (vf *)x);
		memset((vf *)x + s->window_len, 0, (s->n - s->window_len) * sizeof(vf));
		z = passes(x, y, n, 1, s->twiddle, &radix);
	}
	if (radix == 4)
		last_power(s, z, 4, power);
	else
		last_power(s, z, 2, power);
}

#endif
