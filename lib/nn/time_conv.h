/* SPDX-License-Identifier: MIT */
#ifndef NN_TIME_CONV_H
#define NN_TIME_CONV_H

#include "nn/conv.h"

/*
 * What a front of musicnn wants of a patch [TIME_FRAMES][TIME_BANDS]: the convolution by kernels of
 * some frames x bands, at every frame, zeros before the first one and behind the last, and there
 * the largest over all places along the bands where the kernel fits.
 *
 * Along time it is done by discrete Fourier transforms of CONV_DFT frames that overlap
 * (overlap-save: Stockham 1966, "High-speed convolution and correlation"), with the sums over bands
 * between the transforms, as the convolutions of kernel->dense. A kernel of 7 frames and 38 bands
 * takes 1.9 x 38 multiplications a frame and place instead of 7 x 38:
 *
 *      patch      |  hop  |  hop  |  hop  |          a window begins every hop: CONV_DFT frames
 *                 [    window     ]
 *                         [    window     ]
 *      spectra    [CONV_PRODUCTS][window][TIME_BANDS]
 *        times those of the kernel, summed over bands
 *      products   [CONV_PRODUCTS][place][CONV_PANEL]
 *        transformed back, of which `hop` frames are good
 *
 * A complex product takes three real ones: (a + ib)(c + id) = (m1 - m3) + i (m1 + m2), where
 * m1 = c (a + b), m2 = a (d - c), m3 = b (c + d). So a transform has CONV_PRODUCTS numbers: a for
 * the first bin and for the last, which are real, and (a + b, a, b) for each between them.
 *
 * Kernels of more frames are cut into parts of 16, each as long as a hop, so that the window that
 * one part needs is that of another a hop later.
 */
#define TIME_FRAMES 187
#define TIME_BANDS 96

/* A convolution: constant, so threads share it. */
struct time_conv;

/*
 * Of weights[n_frames][n_bands][n_out], which need not outlive the call. n_frames is 7, 32, 64 or
 * 128; n_bands leaves CONV_POSITIONS_MIN places or more. The caller frees.
 */
struct time_conv *
time_conv_new(const float *weights, size_t n_frames, size_t n_bands, size_t n_out);

void
time_conv_free(struct time_conv *conv);

/* The spectra of a patch and room for one thread to compute in. The caller frees. */
struct time_spectra;

struct time_spectra *
time_spectra_new(void);

void
time_spectra_free(struct time_spectra *spectra);

/* transforms patch[TIME_FRAMES][TIME_BANDS] */
void
time_spectra_set(
    struct time_spectra *spectra, const struct conv_kernel *kernel, const float *patch);

/*
 * max[TIME_FRAMES][CONV_PANEL]: of the channels of one panel, the largest over the places along the
 * bands.
 */
void
time_conv_max(const struct time_conv *conv, const struct conv_kernel *kernel,
    struct time_spectra *spectra, size_t panel, float max[TIME_FRAMES][CONV_PANEL]);

#endif
