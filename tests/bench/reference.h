/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_REFERENCE_H
#define TESTS_BENCH_REFERENCE_H

#include <stddef.h>

/*
 * What our programs are measured against: the libraries alone. Decoding is a program of its own,
 * decode_only.c, since the others would make it start more slowly.
 */

/* CPU seconds of one real FFT of n points by FFTW3f, planned with FFTW_MEASURE; 0 without FFTW. */
double
reference_fftw_s(size_t n, int times);

/* The matrix products of training the original network for some epochs, by OpenBLAS. Returns 0. */
int
reference_gemm(size_t n_rows, size_t batch, size_t epochs);

/* The multiply-adds of the network musicnn over some patches, by OpenBLAS. Returns 0. */
int
reference_convolutions(int n_patches);

/* Encodes raw mono float samples, at 22050 Hz as they are or at 44100 Hz doubled to stereo. */
void
reference_write_mp3(const char *raw, int channels, const char *mp3);

/*
 * Encodes so many seconds of raw mono float samples, over and over, as stereo at 44100 Hz (Opus: as
 * if they were at 48000 Hz). format: mp3, flac, ogg, opus, or wav, which is mono at 22050 Hz.
 */
void
reference_write_song(const char *raw, int seconds, const char *format, const char *path);

#endif
