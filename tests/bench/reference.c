/* SPDX-License-Identifier: MIT */
#include "reference.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sndfile.h>
#ifdef HAVE_FFTW
#include <fftw3.h>
#endif

#include "base/die.h"
#include "base/xmalloc.h"
#include "measure.h"
#include "nn/gemm.h"

double
reference_fftw_s(size_t n, int times)
{
#ifdef HAVE_FFTW
	float *in = fftwf_malloc(n * sizeof(*in));
	fftwf_complex *out = fftwf_malloc((n / 2 + 1) * sizeof(*out));
	fftwf_plan plan = fftwf_plan_dft_r2c_1d((int)n, in, out, FFTW_MEASURE);
	double begin;

	for (size_t i = 0; i < n; i++)
		in[i] = (float)(i % 17) / 17;
	begin = measure_cpu_s();
	for (int i = 0; i < times; i++)
		fftwf_execute(plan);
	begin = (measure_cpu_s() - begin) / times;
	fftwf_destroy_plan(plan);
	fftwf_free(in);
	fftwf_free(out);
	return begin;
#else
	(void)n;
	(void)times;
	return 0;
#endif
}

int
reference_gemm(size_t n_rows, size_t batch, size_t epochs)
{
	static const size_t width[] = {77, 256, 128, 64, 10};
	float *a = xalignedarray(batch * 256, sizeof(*a)),
	      *b = xalignedarray(256 * 256, sizeof(*b));
	float *c = xalignedarray(batch * 256 + 256 * 256, sizeof(*c));

	for (size_t i = 0; i < batch * 256; i++)
		a[i] = (float)(i % 13) / 13;
	for (size_t i = 0; i < 256 * 256; i++)
		b[i] = (float)(i % 11) / 11;
	for (size_t e = 0; e < epochs; e++) {
		for (size_t at = 0; at < n_rows; at += batch) {
			size_t m = n_rows - at < batch ? n_rows - at : batch;

			for (int l = 0; l < 4; l++) {
				gemm_blas(false, true, m, width[l + 1], width[l], a, b, false, c);
				gemm_blas(true, false, width[l + 1], width[l], m, a, c, false, b);
				if (l > 0)
					gemm_blas(false, false, m, width[l], width[l + 1], a, b,
					    false, c);
			}
			memset(b, 0, 256 * 256 * sizeof(*b)); /* keeps the numbers finite */
		}
	}
	free(a);
	free(b);
	free(c);
	return 0;
}

/*
 * As if every window of a convolution were a row of a matrix: n positions of all frames by the taps
 * of a window, times taps by channels. Making such a matrix is not counted.
 */
int
reference_convolutions(int n_patches)
{
	static const struct {
		size_t n_positions, n_channels, n_taps;
	} products[] = {
	    {187 * 59, 204, 7 * 38},
	    {187 * 30, 204, 7 * 67},
	    {187 * 96, 51, 128},
	    {187 * 96, 51, 64},
	    {187 * 96, 51, 32},
	    {187, 64, 7 * 561},
	    {187, 64, 7 * 64},
	    {187, 64, 7 * 64},
	    {1, 200, 1506},
	    {1, 50, 200},
	};
	size_t n_a = (size_t)187 * 59 * 7 * 38, n_b = 1506 * 200, n_c = (size_t)187 * 59 * 204;
	float *a = xalignedarray(n_a, sizeof(*a)), *b = xalignedarray(n_b, sizeof(*b));
	float *c = xalignedarray(n_c, sizeof(*c));

	for (size_t i = 0; i < n_a; i++)
		a[i] = (float)(i % 13) / 13;
	for (size_t i = 0; i < n_b; i++)
		b[i] = (float)(i % 11) / 11;
	for (int patch = 0; patch < n_patches; patch++) {
		for (size_t p = 0; p < sizeof(products) / sizeof(products[0]); p++)
			gemm_blas(false, false, products[p].n_positions, products[p].n_channels,
			    products[p].n_taps, a, b, false, c);
	}
	free(a);
	free(b);
	free(c);
	return 0;
}

void
reference_write_mp3(const char *raw, int channels, const char *mp3)
{
	SF_INFO info = {
	    .samplerate = channels == 2 ? 44100 : 22050,
	    .channels = channels,
	    .format = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
	};
	FILE *in = fopen(raw, "rb");
	SNDFILE *out = sf_open(mp3, SFM_WRITE, &info);
	float mono[4096], frames[2 * 4096];
	size_t n;

	if (in == NULL)
		die("%s:", raw);
	if (out == NULL)
		die("%s: this libsndfile writes no MP3: %s", mp3, sf_strerror(NULL));
	/* 64 kbit/s at 22050 Hz mono, 128 at 44100 stereo: what songs for such models come in */
	sf_command(out, SFC_SET_BITRATE_MODE, &(int){SF_BITRATE_MODE_CONSTANT}, sizeof(int));
	sf_command(
	    out, SFC_SET_COMPRESSION_LEVEL, &(double){channels == 2 ? 0.67 : 0.63}, sizeof(double));
	while ((n = fread(mono, sizeof(*mono), 4096, in)) > 0) {
		for (size_t i = 0; i < n * (size_t)channels; i++)
			frames[i] =
			    mono[i / (size_t)channels] * (i % (size_t)channels == 1 ? 0.7f : 1);
		sf_writef_float(out, frames, (sf_count_t)n);
	}
	sf_close(out);
	fclose(in);
}

static int
format_of(const char *name)
{
	if (strcmp(name, "mp3") == 0)
		return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
	if (strcmp(name, "wav") == 0)
		return SF_FORMAT_WAV | SF_FORMAT_PCM_16;
	if (strcmp(name, "flac") == 0)
		return SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
	return SF_FORMAT_OGG | (strcmp(name, "ogg") == 0 ? SF_FORMAT_VORBIS : SF_FORMAT_OPUS);
}

void
reference_write_song(const char *raw, int seconds, const char *format, const char *path)
{
	int channels = strcmp(format, "wav") == 0 ? 1 : 2;
	int rate = channels == 1 ? 22050 : strcmp(format, "opus") == 0 ? 48000 : 44100;
	SF_INFO info = {.samplerate = rate, .channels = channels, .format = format_of(format)};
	FILE *in = fopen(raw, "rb");
	SNDFILE *out = sf_open(path, SFM_WRITE, &info);
	float mono[4096], frames[2 * 4096];
	int64_t left = (int64_t)seconds * rate;

	if (in == NULL)
		die("%s:", raw);
	if (out == NULL)
		die("%s: this libsndfile does not write it: %s", path, sf_strerror(NULL));
	while (left > 0) {
		size_t n = fread(mono, sizeof(*mono), 4096, in);

		if (n == 0)
			rewind(in);
		if (n == 0 && ferror(in))
			die("%s:", raw);
		n = (int64_t)n < left ? n : (size_t)left;
		for (size_t i = 0; i < (size_t)channels * n; i++)
			frames[i] =
			    mono[i / (size_t)channels] * (i % (size_t)channels == 1 ? 0.7f : 1);
		sf_writef_float(out, frames, (sf_count_t)n);
		left -= (int64_t)n;
	}
	sf_close(out);
	fclose(in);
}
