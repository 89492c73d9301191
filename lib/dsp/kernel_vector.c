/* SPDX-License-Identifier: MIT */
/*
 * The kernels in vectors of KERNEL_WIDTH floats, compiled once for each width as KERNEL_NAME: 4 is
 * SSE2 or NEON, 8 is AVX2. kernel.h has the layout; a row of LANES is LANES/WIDTH vectors, and each
 * function goes through one column of vectors after the other.
 */
#include "dsp/kernel_priv.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/vector.h"
#include "dsp/vector_fft_priv.h"
#include "dsp/vector_sliding_priv.h"

#define NEXT_TO_ZERO 1e-10f
#define ROLLOFF_SHARE 0.85
#define POWER_MIN 1e-10f
#define COLUMNS (LANES / W)
#define TRANSFORM_ROWS 13
#define SUM_BINS 32 /* terms added in float before the sum goes on in double */

typedef float quad __attribute__((vector_size(16)));

/* four vectors of four as a square, transposed */
static inline void
transpose(quad *row)
{
#if defined(__SSE__)
	_MM_TRANSPOSE4_PS(row[0], row[1], row[2], row[3]);
#else
	quad turned[4];

	for (int i = 0; i < 4; i++)
		turned[i] = (quad){row[0][i], row[1][i], row[2][i], row[3][i]};
	memcpy(row, turned, sizeof(turned));
#endif
}

/* transposes in squares of four by four; a hop that does not exist is read as zeros */
static void
vector_interleave(const float *signal, size_t hop, int n_hops, float *hops)
{
	static const float silence[4];

	for (int first = 0; first < HOPS; first += 4) {
		const float *from[4];
		size_t step[4];

		for (int i = 0; i < 4; i++) {
			bool is_there = first + i < n_hops;

			from[i] = is_there ? signal + (size_t)(first + i) * hop : silence;
			step[i] = is_there;
		}
		for (size_t at = 0; at < hop; at += 4) {
			quad row[4];

			for (int i = 0; i < 4; i++)
				memcpy(&row[i], from[i] + at * step[i], sizeof(row[i]));
			transpose(row);
			for (size_t i = 0; i < 4; i++)
				memcpy(&hops[(at + i) * HOPS_ROW + (size_t)first], &row[i],
				    sizeof(row[i]));
		}
	}
}

/* lanes without a window were computed from hops beyond them: set them to zero */
static void
clear_lanes(float *power, size_t n_bins, int n_windows)
{
	for (size_t k = 0; k < n_bins; k++) {
		for (int lane = n_windows; lane < LANES; lane++)
			power[k * LANES + (size_t)lane] = 0;
	}
}

static void
vector_power(const struct stft *s, const float *hops, int first, int n_windows, float *power)
{
	if (!s->fast) {
		kernel_plain.power(s, hops, first, n_windows, power);
		return;
	}
	for (int column = 0; column < LANES; column += W)
		power_of_windows(s, hops + first + column, power + column);
	if (n_windows < LANES)
		clear_lanes(power, s->n_bins, n_windows);
}

static double
vector_sum_of_squares(const float *x, size_t n)
{
	enum { WAYS = 4 };
	vf part[WAYS] = {{0}}, all;
	double sum = 0;
	size_t i = 0;

	for (; i + WAYS * W <= n; i += WAYS * W) {
		for (size_t w = 0; w < WAYS; w++) {
			vf v = load(&x[i + w * W]);

			part[w] += v * v;
		}
	}
	for (; i < n; i++)
		sum += (double)(x[i] * x[i]);
	all = (part[0] + part[1]) + (part[2] + part[3]);
	for (int w = 0; w < W; w++)
		sum += (double)all[w];
	return sum;
}

static size_t
vector_zero_crossings(const float *x, size_t n)
{
	const vf zero = splat(-NEXT_TO_ZERO);
	vi count = {0};
	size_t i = 1, sum = 0;

	for (; i + W <= n; i += W)
		count -= (load(&x[i - 1]) < zero) ^ (load(&x[i]) < zero);
	for (; i < n; i++)
		sum += (x[i - 1] < -NEXT_TO_ZERO) != (x[i] < -NEXT_TO_ZERO);
	for (int w = 0; w < W; w++)
		sum += (size_t)count[w];
	return sum;
}

static void
vector_shape(const float *power, size_t n_bins, float *centroid, float *rolloff)
{
	for (int column = 0; column < LANES; column += W) {
		const float *p = power + column;
		vd sum = {0}, weighted = {0};
		vf running = {0}, threshold, below = {0};

		for (size_t first = 0; first < n_bins; first += SUM_BINS) {
			size_t end = first + SUM_BINS < n_bins ? first + SUM_BINS : n_bins;
			vf part = {0}, part_weighted = {0};

			for (size_t k = first; k < end; k++) {
				vf magnitude = vsqrt(load(&p[k * LANES]));

				part += magnitude;
				part_weighted += (float)k * magnitude;
				running += magnitude;
			}
			sum += __builtin_convertvector(part, vd);
			weighted += __builtin_convertvector(part_weighted, vd);
		}
		for (int i = 0; i < W; i++)
			centroid[column + i] =
			    (float)(sum[i] < (double)FLT_MIN ? weighted[i] : weighted[i] / sum[i]);
		for (int i = 0; i < W; i++)
			threshold[i] = (float)(ROLLOFF_SHARE * (double)running[i]);
		/* the running sum never falls, so the bin sought is the number of sums below */
		running = (vf){0};
		for (size_t k = 0; k < n_bins && any_of(running < threshold);) {
			size_t end = k + SUM_BINS < n_bins ? k + SUM_BINS : n_bins;

			for (; k < end; k++) {
				running += vsqrt(load(&p[k * LANES]));
				below -= to_float(running < threshold);
			}
		}
		store(&rolloff[column], below);
	}
}

static void
vector_peaks(
    const float *power, size_t n_bins, size_t first, size_t end, float share, uint8_t *peaks)
{
	memset(&peaks[first], 0, end - first);
	for (int column = 0; column < LANES; column += W) {
		const float *p = power + column;
		vf floor = {0};

		for (size_t k = 0; k < n_bins; k++)
			floor = vmax(floor, load(&p[k * LANES]));
		floor *= share;
		for (size_t k = first; k < end; k++) {
			vf here = load(&p[k * LANES]);
			vi mask = (here > floor) & (here > load(&p[(k - 1) * LANES])) &
			    (here >= load(&p[(k + 1) * LANES]));

			if (any_of(mask))
				peaks[k] |= (uint8_t)(bits_of(mask) << column);
		}
	}
}

static inline vf
decibels(vf power)
{
	const float db_per_nat = 4.34294481903252f; /* 10 / ln 10 */

	return db_per_nat * vlog(vmax(power, splat(POWER_MIN)));
}

/* sum[COLUMNS] = weight[n] times n rows from p on, in two sums that do not wait for each other */
static inline void
weighted_sum(const float *weight, const float *p, size_t n, vf *sum)
{
	vf odd[COLUMNS] = {{0}};

	for (int c = 0; c < COLUMNS; c++)
		sum[c] = splat(0);
	for (size_t i = 1; i < n; i += 2, p += 2 * LANES) {
		for (int c = 0; c < COLUMNS; c++) {
			sum[c] += weight[i - 1] * load(p + c * W);
			odd[c] += weight[i] * load(p + LANES + c * W);
		}
	}
	for (int c = 0; c < COLUMNS; c++) {
		if (n % 2 == 1)
			sum[c] += weight[n - 1] * load(p + c * W);
		sum[c] += odd[c];
	}
}

static float
vector_mel_db(const struct mel *mel, const float *power, float *db)
{
	vf most = splat(-INFINITY);
	float largest = -INFINITY;

	for (size_t b = 0; b < mel->n_bands; b++) {
		const struct mel_band *band = &mel->bands[b];
		vf sum[COLUMNS];

		weighted_sum(&mel->weights[band->first_weight], &power[band->first_bin * LANES],
		    band->n_bins, sum);
		for (int c = 0; c < COLUMNS; c++) {
			vf level = decibels(sum[c]);

			store(&db[b * LANES + (size_t)(c * W)], level);
			most = vmax(most, level);
		}
	}
	for (int i = 0; i < W; i++)
		largest = most[i] > largest ? most[i] : largest;
	return largest;
}

static void
vector_mel_ln(const struct mel *mel, const float *power, float offset, float *ln)
{
	for (size_t b = 0; b < mel->n_bands; b++) {
		const struct mel_band *band = &mel->bands[b];
		vf sum[COLUMNS];

		weighted_sum(&mel->weights[band->first_weight], &power[band->first_bin * LANES],
		    band->n_bins, sum);
		for (int c = 0; c < COLUMNS; c++)
			store(&ln[b * LANES + (size_t)(c * W)], vlog(sum[c] + offset));
	}
}

/*
 * p[n_bins][LANES], one column: top[kept] and bottom[kept] become its largest and smallest in
 * order. Each bin goes down a chain of them, which takes it in where it belongs and passes on what
 * it puts out. `kept` is a constant wherever this is called, so that the chains are in registers.
 */
static inline __attribute__((always_inline)) void
find_extremes(const float *p, size_t n_bins, size_t kept, vf *top, vf *bottom)
{
	for (size_t i = 0; i < kept; i++) {
		top[i] = splat(0);
		bottom[i] = splat(INFINITY);
	}
	for (size_t k = 0; k < n_bins; k++) {
		vf x = load(&p[k * LANES]);

		for (size_t i = 0; i < kept; i++) {
			vf less = vmin(top[i], x);

			top[i] = vmax(top[i], x);
			x = less;
		}
	}
	for (size_t k = 0; k < n_bins; k++) {
		vf x = load(&p[k * LANES]);

		for (size_t i = 0; i < kept; i++) {
			vf more = vmax(bottom[i], x);

			bottom[i] = vmin(bottom[i], x);
			x = more;
		}
	}
}

static vf
mean_of(const vf *x, size_t n)
{
	vf sum = {0};

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (float)n;
}

static void
vector_extremes_db(const float *power, size_t n_bins, size_t n, float *peak, float *valley)
{
	for (int column = 0; column < LANES; column += W) {
		const float *p = power + column;
		vf top[EXTREMES_MAX], bottom[EXTREMES_MAX];

		if (n <= 3)
			find_extremes(p, n_bins, 3, top, bottom);
		else
			find_extremes(p, n_bins, EXTREMES_MAX, top, bottom);
		store(&peak[column], decibels(mean_of(top, n)));
		store(&valley[column], decibels(mean_of(bottom, n)));
	}
}

/* powers are divided by the largest first: their squares would overflow floats */
static void
vector_power_rms(const float *power, size_t stft_n, float *rms)
{
	enum { WAYS = 4 };
	size_t last = stft_n / 2;

	for (int column = 0; column < LANES; column += W) {
		const float *p = power + column;
		vf most = splat(FLT_MIN), share, sum[WAYS] = {{0}}, total;
		size_t k = 1;

		for (size_t i = 0; i <= last; i++)
			most = vmax(most, load(&p[i * LANES]));
		share = 1.0f / most;
		for (; k + WAYS <= last; k += WAYS) {
			for (size_t w = 0; w < WAYS; w++) {
				vf x = share * load(&p[(k + w) * LANES]);

				sum[w] += x * x;
			}
		}
		for (; k < last; k++)
			sum[0] += share * load(&p[k * LANES]) * (share * load(&p[k * LANES]));
		total = 2.0f * (sum[0] + sum[1] + sum[2] + sum[3]);
		for (k = 0; k <= last; k += last)
			total += share * load(&p[k * LANES]) * (share * load(&p[k * LANES]));
		store(&rms[column], most * vsqrt(total) / (float)stft_n);
	}
}

/*
 * n_rows of the n_out rows from `matrix` and `out` on, so that a row of `in` is read once for all
 * of them. n_rows is a constant wherever that matters.
 */
static inline __attribute__((always_inline)) void
transform_rows(const float *matrix, size_t n_out, size_t n_rows, size_t n_in, const float *in,
    float floor, const float *origin, float *out)
{
	for (int column = 0; column < LANES; column += W) {
		vf sum[TRANSFORM_ROWS] = {{0}}, from = load(&origin[column]), least = splat(floor);

		for (size_t i = 0; i < n_in; i++) {
			vf row = vmax(load(&in[i * LANES + (size_t)column]), least) - from;

			for (size_t r = 0; r < n_rows; r++)
				sum[r] += matrix[i * n_out + r] * row;
		}
		for (size_t r = 0; r < n_rows; r++)
			store(&out[r * LANES + (size_t)column], sum[r]);
	}
}

/* chroma has 12 rows, mfcc 13 or, in two halves, 20 */
static void
vector_transform(const float *matrix, size_t n_out, size_t n_in, const float *in, float floor,
    const float *origin, float *out)
{
	for (size_t o = 0, n; o < n_out; o += n) {
		const float *m = matrix + o;
		float *to = out + o * LANES;

		n = n_out - o <= TRANSFORM_ROWS ? n_out - o : 10;
		if (n == 12)
			transform_rows(m, n_out, 12, n_in, in, floor, origin, to);
		else if (n == 13)
			transform_rows(m, n_out, 13, n_in, in, floor, origin, to);
		else if (n == 10)
			transform_rows(m, n_out, 10, n_in, in, floor, origin, to);
		else
			transform_rows(m, n_out, n, n_in, in, floor, origin, to);
	}
}

static void
vector_flux(const float *db, const float *before, size_t n_bands, float floor, float *flux)
{
	for (int column = 0; column < LANES; column += W) {
		vf sum = {0};

		for (size_t b = 0; b < n_bands; b++) {
			const float *row = &db[b * LANES + (size_t)column];
			vf now = vmax(load(row), splat(floor)), then;

			if (column == 0) {
				for (int i = 1; i < W; i++)
					then[i] = row[i - 1];
				then[0] = before[b * LANES + LANES - 1];
			} else {
				then = load(row - 1);
			}
			sum += vmax(now - vmax(then, splat(floor)), splat(0));
		}
		store(&flux[column], sum);
	}
}

static void
vector_sliding_power(const struct sliding *s, const float *x, size_t n_windows, double *sum)
{
	if (s->window_len > SLIDING_FAST_MAX)
		kernel_plain.sliding_power(s, x, n_windows, sum);
	else
		sliding_power_of(s, x, n_windows, sum);
}

const struct kernel KERNEL_SYMBOL = {
    .name = KERNEL_NAME,
    .interleave = vector_interleave,
    .power = vector_power,
    .sum_of_squares = vector_sum_of_squares,
    .zero_crossings = vector_zero_crossings,
    .shape = vector_shape,
    .peaks = vector_peaks,
    .mel_db = vector_mel_db,
    .mel_ln = vector_mel_ln,
    .extremes_db = vector_extremes_db,
    .power_rms = vector_power_rms,
    .transform = vector_transform,
    .flux = vector_flux,
    .sliding_power = vector_sliding_power,
};
