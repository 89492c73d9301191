/* SPDX-License-Identifier: MIT */
/*
 * The kernels in vectors of KERNEL_WIDTH floats, compiled once for each width as KERNEL_NAME: 4 is
 * SSE2 or NEON, 8 is AVX2. kernel.h has the layout; a row of LANES is LANES/WIDTH vectors, and each
 * function goes through one column of vectors after the other.
 */
#include "dsp/kernel_priv.h"

#include <float.h>
#include <math.h>
#include <string.h>

#ifdef __SSE__
#include <immintrin.h>
#endif

#define W KERNEL_WIDTH

typedef float vf __attribute__((vector_size(4 * W)));
typedef double vd __attribute__((vector_size(8 * W)));
typedef int32_t vi __attribute__((vector_size(4 * W)));

#define ROLLOFF_SHARE 0.85
#define POWER_MIN 1e-10f
#define SUM_BINS 32 /* terms that a float sum takes before it goes into a double */

static inline vf
load(const float *p)
{
	vf v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline void
store(float *p, vf v)
{
	memcpy(p, &v, sizeof(v));
}

static inline vf
splat(float x)
{
	return x - (vf){0};
}

static inline vf
as_float(vi v)
{
	return (vf)v;
}

/* mask lanes are all ones or all zeros */
static inline vf
choose(vi mask, vf yes, vf no)
{
	return as_float((mask & (vi)yes) | (~mask & (vi)no));
}

/* written out by lanes, gcc sees the maximum instruction only where few of them are in one place */
static inline vf
vmax(vf a, vf b)
{
#if defined(__AVX__) && W == 8
	return _mm256_max_ps(a, b);
#elif defined(__SSE__) && W == 4
	return _mm_max_ps(a, b);
#else
	for (int i = 0; i < W; i++)
		a[i] = a[i] > b[i] ? a[i] : b[i];
	return a;
#endif
}

static inline vf
vmin(vf a, vf b)
{
#if defined(__AVX__) && W == 8
	return _mm256_min_ps(a, b);
#elif defined(__SSE__) && W == 4
	return _mm_min_ps(a, b);
#else
	for (int i = 0; i < W; i++)
		a[i] = a[i] < b[i] ? a[i] : b[i];
	return a;
#endif
}

static inline vf
vsqrt(vf v)
{
	for (int i = 0; i < W; i++)
		v[i] = __builtin_sqrtf(v[i]);
	return v;
}

static inline vf
to_float(vi v)
{
	return __builtin_convertvector(v, vf);
}

/*
 * Natural logarithm of positive normal numbers, to 1e-7: x = 2^e m with m from sqrt(1/2) to
 * sqrt(2), and ln m = 2 artanh(s) = 2 (s + s^3/3 + s^5/5 + ...), s = (m-1)/(m+1), |s| < 0.1716.
 */
static inline vf
vlog(vf x)
{
	const int32_t root_half = 0x3f3504f3;
	vi e = ((vi)x - root_half) >> 23;
	vf m = as_float((vi)x - (e << 23)), s = (m - 1.0f) / (m + 1.0f), s2 = s * s;
	vf series = ((s2 * (1 / 9.0f) + 1 / 7.0f) * s2 + 1 / 5.0f) * s2 + 1 / 3.0f;

	return to_float(e) * 0.693147180559945f + 2.0f * (s + s * s2 * series);
}

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

/* The complex FFT of n points in x, with room for as many in y. Returns where the result is. */
static struct complex_vector *
fft(struct complex_vector *x, struct complex_vector *y, size_t n, const float *twiddle)
{
	size_t stride = 1;

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

/*
 * From the FFT z of n/2 points (even samples real, odd ones imaginary, both halved) the power of
 * the real signal: with E and O the spectra of even and odd samples, X_k = E + w^k O and
 * X_(n/2-k) = conj(E - w^k O).
 */
static void
power_of_real(const struct complex_vector *z, const struct stft *s, float *power)
{
	size_t half = s->n / 2;
	vf sum = 2.0f * (z[0].re + z[0].im), dif = 2.0f * (z[0].re - z[0].im);

	store(&power[0], sum * sum);
	store(&power[half * LANES], dif * dif);
	for (size_t k = 1; k <= half / 2; k++) {
		struct complex_vector a = z[k], b = z[half - k];
		struct complex_vector even = {a.re + b.re, a.im - b.im};
		struct complex_vector odd = times((struct complex_vector){a.im + b.im,
		    b.re - a.re}, &s->split[2 * k]);
		struct complex_vector up = {even.re + odd.re, even.im + odd.im};
		struct complex_vector down = {even.re - odd.re, even.im - odd.im};

		store(&power[k * LANES], up.re * up.re + up.im * up.im);
		store(&power[(half - k) * LANES], down.re * down.re + down.im * down.im);
	}
}

static void
vector_power(const struct stft *s, const float *signal, size_t hop, int n_windows, float *power)
{
	struct complex_vector *x = (struct complex_vector *)(void *)s->scratch, *y = x + s->n / 2;

	if (!s->fast) {
		kernel_plain.power(s, signal, hop, n_windows, power);
		return;
	}
	for (int column = 0; column < LANES; column += W) {
		int n_here = n_windows - column;
		const struct complex_vector *z;

		gather(signal + (size_t)column * hop, hop, n_here < 0 ? 0 : n_here < W ? n_here : W,
		    s->half_window, s->window_len, (vf *)x);
		memset((vf *)x + s->window_len, 0, (s->n - s->window_len) * sizeof(vf));
		z = fft(x, y, s->n / 2, s->twiddle);
		power_of_real(z, s, power + column);
	}
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
			centroid[column + i] = (float)(sum[i] < (double)FLT_MIN ? weighted[i]
			    : weighted[i] / sum[i]);
		for (int i = 0; i < W; i++)
			threshold[i] = (float)(ROLLOFF_SHARE * (double)running[i]);
		/* the running sum never falls, so the bin sought is the number of sums below */
		running = (vf){0};
		for (size_t k = 0; k < n_bins; k++) {
			running += vsqrt(load(&p[k * LANES]));
			below -= to_float(running < threshold);
		}
		store(&rolloff[column], below);
	}
}

/* one bit for each lane of a mask */
static inline unsigned
bits_of(vi mask)
{
	unsigned bits = 0;

	for (int i = 0; i < W; i++)
		bits |= (unsigned)(mask[i] & 1) << i;
	return bits;
}

static inline int
any_of(vi mask)
{
	int64_t words[W / 2], any = 0;

	memcpy(words, &mask, sizeof(words));
	for (int i = 0; i < W / 2; i++)
		any |= words[i];
	return any != 0;
}

static void
vector_peaks(const float *power, size_t n_bins, size_t first, size_t end, float share,
    uint8_t *peaks)
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

static void
vector_mel_db(const struct mel *mel, const float *power, float *db)
{
	for (size_t b = 0; b < mel->n_bands; b++) {
		const struct mel_band *band = &mel->bands[b];
		const float *weight = &mel->weights[band->first_weight];

		for (int column = 0; column < LANES; column += W) {
			const float *p = &power[band->first_bin * LANES + (size_t)column];
			vf sum = {0};

			for (size_t i = 0; i < band->n_bins; i++)
				sum += weight[i] * load(&p[i * LANES]);
			store(&db[b * LANES + (size_t)column], decibels(sum));
		}
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

/* squares are taken as shares of the largest power, or they would leave the range of floats */
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

/* many rows of the matrix at a time, so that a row of `in` is read once for all of them */
static void
vector_transform(const float *matrix, size_t n_out, size_t n_in, const float *in, float floor,
    const float *origin, float *out)
{
	enum { ROWS = 13 };

	for (size_t o = 0; o < n_out; o += ROWS) {
		size_t n_rows = n_out - o < ROWS ? n_out - o : ROWS;
		const float *m[ROWS];

		for (size_t r = 0; r < ROWS; r++)
			m[r] = &matrix[(r < n_rows ? o + r : o) * n_in];
		for (int column = 0; column < LANES; column += W) {
			vf sum[ROWS] = {{0}}, from = load(&origin[column]);

			for (size_t i = 0; i < n_in; i++) {
				vf row = vmax(load(&in[i * LANES + (size_t)column]), splat(floor)) -
				    from;

				for (int r = 0; r < ROWS; r++)
					sum[r] += m[r][i] * row;
			}
			for (size_t r = 0; r < n_rows; r++)
				store(&out[(o + r) * LANES + (size_t)column], sum[r]);
		}
	}
}

static void
vector_rise(const float *db, const float *before, size_t n_bands, float floor, float *rise)
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
		store(&rise[column], sum);
	}
}

static void
vector_accumulate(const float *power, size_t stft_n, double *sum)
{
	size_t last = stft_n / 2;

	for (int column = 0; column < LANES; column += W) {
		const float *p = power + column;
		vf energy = 0.5f * (load(p) + load(&p[last * LANES])), weight;

		for (size_t k = 1; k < last; k++)
			energy += load(&p[k * LANES]);
		weight = (float)stft_n * 0.5f / choose(energy > 0, energy, splat(1));
		for (size_t k = 0; k <= last; k++) {
			vf part = load(&p[k * LANES]) * weight;
			float total = 0;

			for (int i = 0; i < W; i++)
				total += part[i];
			sum[k] += (double)total;
		}
	}
}

const struct kernel KERNEL_SYMBOL = {
	.name = KERNEL_NAME,
	.power = vector_power,
	.shape = vector_shape,
	.peaks = vector_peaks,
	.mel_db = vector_mel_db,
	.extremes_db = vector_extremes_db,
	.power_rms = vector_power_rms,
	.transform = vector_transform,
	.rise = vector_rise,
	.accumulate = vector_accumulate,
};
