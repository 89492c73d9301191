/* SPDX-License-Identifier: MIT */
/*
 * The power spectra of KERNEL_WIDTH windows side by side, for one of the compilations of
 * kernel_vector.c; so everything here is static.
 *
 * Eight windows do not fit the nearest cache, so the n samples of a window are taken as a matrix
 * and the FFT in two steps whose work does fit (Gentleman, Sande 1966; Bailey 1990, "FFTs in
 * external or hierarchical memory"), m = n/16:
 *
 *        column  0    1   2  ...  m-1        1. an FFT of the 16 real samples of each column p; its
 *      row  0    0    1   2  ...  m-1           number r then gets the factor exp(-2 pi i r p / n)
 *           1    m   m+1 m+2 ... 2m-1        2. an FFT of each row r, m complex points, which are
 *           :                                   the bins r, r + 16, r + 32, ... of the window
 *          15  15m    ...       16m-1
 *
 * Samples are real, so what rows 3, 7, 10 to 12, 14 and 15 would give are conjugates of what others
 * do. Rows 0 and 8 together are the bins 8k, the FFT of 2m real values: m complex points as well.
 * So there are eight rows to do. Power needs no more than the squares of what comes out.
 */
#ifndef DSP_VECTOR_FFT_PRIV_H
#define DSP_VECTOR_FFT_PRIV_H

#include "base/vector.h"
#include "dsp/stft.h"

struct complex_vector {
	vf re, im;
};

static inline struct complex_vector
add(struct complex_vector a, struct complex_vector b)
{
	return (struct complex_vector){a.re + b.re, a.im + b.im};
}

static inline struct complex_vector
subtract(struct complex_vector a, struct complex_vector b)
{
	return (struct complex_vector){a.re - b.re, a.im - b.im};
}

static inline struct complex_vector
times(struct complex_vector a, const float *w)
{
	return (struct complex_vector){a.re * w[0] - a.im * w[1], a.re * w[1] + a.im * w[0]};
}

/* z[4] becomes its FFT of four points */
static inline void
fft4(struct complex_vector *z)
{
	struct complex_vector sum_02 = add(z[0], z[2]), dif_02 = subtract(z[0], z[2]);
	struct complex_vector sum_13 = add(z[1], z[3]), dif_13 = subtract(z[1], z[3]);

	z[0] = add(sum_02, sum_13);
	z[1] = (struct complex_vector){dif_02.re + dif_13.im, dif_02.im - dif_13.re};
	z[2] = subtract(sum_02, sum_13);
	z[3] = (struct complex_vector){dif_02.re - dif_13.im, dif_02.im + dif_13.re};
}

/* z[8] becomes its FFT of eight points */
static inline void
fft8(struct complex_vector *z)
{
	const float root_half = 0.707106781186547524f;
	struct complex_vector even[4] = {z[0], z[2], z[4], z[6]}, odd[4] = {z[1], z[3], z[5], z[7]};

	fft4(even);
	fft4(odd);
	odd[1] = (struct complex_vector){
	    root_half * (odd[1].re + odd[1].im), root_half * (odd[1].im - odd[1].re)};
	odd[2] = (struct complex_vector){odd[2].im, -odd[2].re};
	odd[3] = (struct complex_vector){
	    root_half * (odd[3].im - odd[3].re), -root_half * (odd[3].re + odd[3].im)};
	for (size_t k = 0; k < 4; k++) {
		z[k] = add(even[k], odd[k]);
		z[k + 4] = subtract(even[k], odd[k]);
	}
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
			struct complex_vector z[4] = {
			    in[0], in[quarter], in[2 * quarter], in[3 * quarter]};
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
 * All passes but the last over n points in x, with room for as many in y; those that are left have
 * `radix` points, 4 or 8. Returns where they are.
 */
static inline const struct complex_vector *
passes(struct complex_vector *x, struct complex_vector *y, size_t n, const float *twiddle,
    size_t *radix)
{
	if (n > 8) { /* by itself: a stride of 1 that is known needs no inner loop */
		struct complex_vector *swap = y;

		twiddle = pass4(x, y, n, 1, twiddle);
		n /= 4;
		y = x;
		x = swap;
	}
	for (size_t stride = 4; n > 8; n /= 4, stride *= 4) {
		struct complex_vector *swap = y;

		twiddle = pass4(x, y, n, stride, twiddle);
		y = x;
		x = swap;
	}
	*radix = n;
	return x;
}

/* a sequence of the last pass, without twiddle factors; radix is 4 or 8 */
static inline void
last_points(const struct complex_vector *x, size_t stride, size_t radix, struct complex_vector *z)
{
	for (size_t k = 0; k < radix; k++)
		z[k] = x[k * stride];
	if (radix == 4)
		fft4(z);
	else
		fft8(z);
}

/* the rows in the order that the matrix has them; behind them is what becomes of 0 and 8 */
#define N_ROWS STFT_N_TURNED
static const size_t row_numbers[N_ROWS] = STFT_TURNED_ROWS;

/*
 * The FFT of the real samples x[16] at row_numbers, and at the even and odd half what makes rows 0
 * and 8: their sums over even and odd samples. By fours: a[c][b] is number c of the FFT of samples
 * b, b+4, b+8 and b+12, of which 3 is the conjugate of 1, and number c+4d is the sum over b of
 * a[c][b] exp(-2 pi i b (c+4d) / 16).
 */
static inline void
fft16(const vf *x, struct complex_vector *rows, vf *even, vf *odd)
{
	const float root_half = 0.707106781186547524f;
	const float w1[2] = {0.923879532511286756f, -0.382683432365089772f};
	const float w2[2] = {root_half, -root_half}, w3[2] = {-w1[1], -w1[0]};
	vf a0[4], a2[4], diagonal, other;
	struct complex_vector a1[4];

	for (size_t b = 0; b < 4; b++) {
		vf sum_02 = x[b] + x[b + 8], sum_13 = x[b + 4] + x[b + 12];

		a0[b] = sum_02 + sum_13;
		a2[b] = sum_02 - sum_13;
		a1[b] = (struct complex_vector){x[b] - x[b + 8], x[b + 12] - x[b + 4]};
	}
	*even = a0[0] + a0[2];
	*odd = a0[1] + a0[3];
	rows[0] = (struct complex_vector){a0[0] - a0[2], a0[3] - a0[1]}; /* 4 */
	diagonal = root_half * (a2[1] - a2[3]);
	other = root_half * (a2[1] + a2[3]);
	rows[1] = (struct complex_vector){a2[0] + diagonal, -a2[2] - other}; /* 2 */
	rows[2] = (struct complex_vector){a2[0] - diagonal, a2[2] - other};  /* 6 */
	a1[1] = times(a1[1], w1);
	a1[2] = times(a1[2], w2);
	a1[3] = times(a1[3], w3);
	fft4(a1);
	for (size_t d = 0; d < 4; d++)
		rows[3 + d] = a1[d]; /* 1, 5, 9, 13 */
}

/*
 * Step 1: windows that begin at `hops` (kernel.h), one column of lanes of them, into N_ROWS rows of
 * the matrix, `pitch` apart, and the 2m real values of the last one. rows_in_hop is a constant
 * wherever this is called.
 */
static inline __attribute__((always_inline)) void
fft_columns(const struct stft *s, const float *hops, size_t rows_in_hop,
    struct complex_vector *matrix, size_t pitch)
{
	vf *reals = (vf *)(void *)&matrix[N_ROWS * pitch];
	size_t m = s->n / STFT_ROWS;

	for (size_t p = 0; p < m; p++) {
		const float *window = &s->column_window[p * STFT_ROWS];
		const float *turn = &s->turn[p * 2 * N_ROWS];
		struct complex_vector rows[N_ROWS];
		vf x[STFT_ROWS];

		for (size_t q = 0; q < STFT_ROWS; q++) {
			size_t sample = p + q % rows_in_hop * m, hop = q / rows_in_hop;

			x[q] = window[q] * load(&hops[sample * HOPS_ROW + hop]);
		}
		fft16(x, rows, &reals[p], &reals[p + m]);
		for (size_t r = 0; r < N_ROWS; r++)
			matrix[r * pitch + p] = times(rows[r], &turn[2 * r]);
	}
}

static inline void
put_power(float *power, size_t bin, struct complex_vector z)
{
	store(&power[bin * LANES], z.re * z.re + z.im * z.im);
}

/*
 * Step 2 for row r, its last pass: m points into bins r, r + 16, ...; those past the middle are
 * conjugates of others, as far from the last bin, n/2, as they are from the middle. radix is a
 * constant wherever this is called.
 */
static inline __attribute__((always_inline)) void
power_of_row(
    const struct stft *s, size_t r, const struct complex_vector *x, size_t radix, float *power)
{
	size_t stride = s->n / STFT_ROWS / radix;

	for (size_t q = 0; q < stride; q++) {
		struct complex_vector z[8];

		last_points(&x[q], stride, radix, z);
		for (size_t i = 0; i < radix / 2; i++) {
			size_t bin = r + STFT_ROWS * (q + i * stride);

			put_power(power, bin, z[i]);
			put_power(power, s->n / 2 - bin, z[i + radix / 2]);
		}
	}
}

/*
 * From points k and m - k of the FFT of m points (even values real, odd ones imaginary) bins 8k and
 * 8(m - k): with E and O the spectra of even and odd values, X_k = E + w^k O and
 * X_(m-k) = conj(E - w^k O). k is at most m/2.
 */
static inline void
power_of_pair(
    const struct stft *s, size_t k, struct complex_vector a, struct complex_vector b, float *power)
{
	struct complex_vector even = {0.5f * (a.re + b.re), 0.5f * (a.im - b.im)};
	struct complex_vector odd =
	    times((struct complex_vector){a.im + b.im, b.re - a.re}, &s->split[2 * k]);

	put_power(power, STFT_ROWS / 2 * k, add(even, odd));
	put_power(power, s->n / 2 - STFT_ROWS / 2 * k, subtract(even, odd));
}

/*
 * The same for rows 0 and 8: sequence q of the last pass has the points q, q + stride, ..., and
 * sequence stride - q their mirror images.
 */
static inline __attribute__((always_inline)) void
power_of_pairs(const struct stft *s, const struct complex_vector *x, size_t radix, float *power)
{
	size_t stride = s->n / STFT_ROWS / radix;
	struct complex_vector z[8], mirror[8];
	const vf zero = {0};

	last_points(x, stride, radix, z);
	put_power(power, 0, (struct complex_vector){z[0].re + z[0].im, zero});
	put_power(power, s->n / 2, (struct complex_vector){z[0].re - z[0].im, zero});
	for (size_t i = 1; i <= radix / 2; i++)
		power_of_pair(s, i * stride, z[i], z[radix - i], power);
	for (size_t q = 1; q <= stride / 2; q++) {
		last_points(&x[q], stride, radix, z);
		last_points(&x[stride - q], stride, radix, mirror);
		for (size_t i = 0; i < radix / 2; i++) {
			power_of_pair(s, q + i * stride, z[i], mirror[radix - 1 - i], power);
			power_of_pair(
			    s, stride - q + i * stride, mirror[i], z[radix - 1 - i], power);
		}
	}
}

/* The power spectra of windows that begin at `hops`, one column of lanes of them. */
static void
power_of_windows(const struct stft *s, const float *hops, float *power)
{
	struct complex_vector matrix[(N_ROWS + 2) * (STFT_FAST_MAX / STFT_ROWS + 1)];
	size_t m = s->n / STFT_ROWS,
	       pitch = m + 1; /* no power of two, or rows collide in the cache */
	struct complex_vector *room = matrix + (N_ROWS + 1) * pitch;
	const struct complex_vector *z;
	size_t radix;

	if (s->hop == 4 * m)
		fft_columns(s, hops, 4, matrix, pitch);
	else if (s->hop == 5 * m)
		fft_columns(s, hops, 5, matrix, pitch);
	else
		fft_columns(s, hops, 8, matrix, pitch);
	for (size_t r = 0; r < N_ROWS; r++) {
		z = passes(matrix + r * pitch, room, m, s->twiddle, &radix);
		if (radix == 4)
			power_of_row(s, row_numbers[r], z, 4, power);
		else
			power_of_row(s, row_numbers[r], z, 8, power);
	}
	z = passes(matrix + N_ROWS * pitch, room, m, s->twiddle, &radix);
	if (radix == 4)
		power_of_pairs(s, z, 4, power);
	else
		power_of_pairs(s, z, 8, power);
}

#endif
