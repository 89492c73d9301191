/* SPDX-License-Identifier: MIT */
/*
 * Vectors of KERNEL_WIDTH floats and what the kernels do with them, for one of the compilations of
 * kernel_vector.c and conv_vector.c; so everything here is static.
 */
#ifndef BASE_VECTOR_H
#define BASE_VECTOR_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE__
#include <immintrin.h>
#endif
#ifdef __ARM_NEON
#include <arm_neon.h>
#endif

#define W KERNEL_WIDTH

typedef float vf __attribute__((vector_size(4 * W)));
typedef double vd __attribute__((vector_size(8 * W)));
typedef int32_t vi __attribute__((vector_size(4 * W)));

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

/* the first lanes alone, W of them or half of that; the others are zero, and are not stored */
static inline vf
load_lanes(const float *p, size_t lanes)
{
	if (lanes == W)
		return load(p);
#if defined(__AVX512F__) && W == 16
	return _mm512_zextps256_ps512(_mm256_loadu_ps(p));
#else
	vf v = {0};

	memcpy(&v, p, sizeof(v) / 2);
	return v;
#endif
}

static inline void
store_lanes(float *p, vf v, size_t lanes)
{
	if (lanes == W) {
		store(p, v);
		return;
	}
#if defined(__AVX512F__) && W == 16
	_mm256_storeu_ps(p, _mm512_castps512_ps256(v));
#else
	memcpy(p, &v, sizeof(v) / 2);
#endif
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

/* lane by lane: gcc turns this into its maximum instruction, which it has no operator for */
static inline vf
vmax(vf a, vf b)
{
#if defined(__AVX512F__) && W == 16
	return _mm512_max_ps(a, b);
#elif defined(__AVX__) && W == 8
	return _mm256_max_ps(a, b);
#elif defined(__SSE__) && W == 4
	return _mm_max_ps(a, b);
#elif defined(__ARM_NEON) && W == 4
	return vmaxq_f32(a, b);
#else
	for (int i = 0; i < W; i++)
		a[i] = a[i] > b[i] ? a[i] : b[i];
	return a;
#endif
}

static inline vf
vmin(vf a, vf b)
{
#if defined(__AVX512F__) && W == 16
	return _mm512_min_ps(a, b);
#elif defined(__AVX__) && W == 8
	return _mm256_min_ps(a, b);
#elif defined(__SSE__) && W == 4
	return _mm_min_ps(a, b);
#elif defined(__ARM_NEON) && W == 4
	return vminq_f32(a, b);
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

/* one bit for each lane of a mask */
static inline unsigned
bits_of(vi mask)
{
#if defined(__AVX__) && W == 8
	return (unsigned)_mm256_movemask_ps((__m256)mask);
#elif defined(__SSE__) && W == 4
	return (unsigned)_mm_movemask_ps((__m128)mask);
#else
	unsigned bits = 0;

	for (int i = 0; i < W; i++)
		bits |= (unsigned)(mask[i] & 1) << i;
	return bits;
#endif
}

static inline int
any_of(vi mask)
{
#if defined(__SSE__)
	return bits_of(mask) != 0;
#else
	int64_t words[W / 2], any = 0;

	memcpy(words, &mask, sizeof(words));
	for (int i = 0; i < W / 2; i++)
		any |= words[i];
	return any != 0;
#endif
}

#endif
