/* SPDX-License-Identifier: MIT */
/*
 * The way back from a Fourier transform of CONV_DFT real numbers, one signal in each lane of a
 * vector, for the compilations of conv_vector.c; so everything here is static.
 *
 * A transform of n numbers is split into those of its even and its odd ones (decimation in time,
 * Cooley, Tukey 1965), X the n/2 + 1 bins that are kept, the others being their conjugates:
 *
 *      even[k] =  X[k] + conj(X[n/2 - k])
 *      odd[k]  = (X[k] - conj(X[n/2 - k])) exp(2 pi i k / n)      k = 0 .. n/4
 */
#ifndef NN_DFT_VECTOR_H
#define NN_DFT_VECTOR_H

#include "base/vector.h"
#include "nn/conv.h"

#define DFT_INLINE inline __attribute__((always_inline))
#define DFT_BINS (CONV_DFT / 2 + 1)

struct dft_bins {
	vf re[DFT_BINS], im[DFT_BINS]; /* im of the first and of the last is not read */
};

/* cos(2 pi k / CONV_DFT), k = 0 .. CONV_DFT / 4; the sines are the same backwards */
static const float dft_cos[CONV_DFT / 4 + 1] = {1, 0.980785280403230449f, 0.923879532511286756f,
    0.831469612302545237f, 0.707106781186547524f, 0.555570233019602225f, 0.382683432365089772f,
    0.195090322016128268f, 0};

static DFT_INLINE void
dft_halve(size_t n, const struct dft_bins *x, struct dft_bins *even, struct dft_bins *odd)
{
	size_t h = n / 2;

	even->re[0] = x->re[0] + x->re[h];
	odd->re[0] = x->re[0] - x->re[h];
#pragma GCC unroll 8
	for (size_t k = 1; k < h / 2; k++) {
		vf re = x->re[k] - x->re[h - k], im = x->im[k] + x->im[h - k];
		float c = dft_cos[k * CONV_DFT / n], s = dft_cos[(h / 2 - k) * CONV_DFT / n];

		even->re[k] = x->re[k] + x->re[h - k];
		even->im[k] = x->im[k] - x->im[h - k];
		odd->re[k] = c * re - s * im;
		odd->im[k] = s * re + c * im;
	}
	even->re[h / 2] = 2.0f * x->re[h / 2];
	odd->re[h / 2] = -2.0f * x->im[h / 2];
}

/* y[0], y[step], .. of the bins of n numbers */
static DFT_INLINE void
dft_inverse2(const struct dft_bins *x, vf *y, size_t step)
{
	y[0] = x->re[0] + x->re[1];
	y[step] = x->re[0] - x->re[1];
}

#define DFT_INVERSE(n, half) \
	static DFT_INLINE void dft_inverse##n(const struct dft_bins *x, vf *y, size_t step) \
	{ \
		struct dft_bins even, odd; \
\
		dft_halve(n, x, &even, &odd); \
		dft_inverse##half(&even, y, 2 * step); \
		dft_inverse##half(&odd, y + step, 2 * step); \
	}

DFT_INVERSE(4, 2)
DFT_INVERSE(8, 4)
DFT_INVERSE(16, 8)
DFT_INVERSE(32, 16)

#endif
