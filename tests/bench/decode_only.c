/* SPDX-License-Identifier: MIT */
/*
 * decode_only FILE.mp3 [resample]: what libmpg123 alone, or with libsoxr, needs to decode a file;
 * the yardstick of mgc-decode and mgc-featurize.
 */
#include <stdio.h>

#include <mpg123.h>
#include <soxr.h>

#define CHUNK 32768

/* mono by the mean, then resampled; the result is not kept */
static void
resample(soxr_t soxr, const float *in, size_t n, int channels)
{
	static float mono[CHUNK], out[CHUNK];
	size_t taken, done, frames = n / (size_t)channels;

	for (size_t i = 0; i < frames; i++)
		mono[i] = channels == 2 ? (in[2 * i] + in[2 * i + 1]) / 2 : in[i];
	soxr_process(soxr, mono, frames, &taken, out, CHUNK, &done);
}

static int
decode(const char *path, int want_resample)
{
	soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
	static float buffer[CHUNK];
	mpg123_handle *h;
	soxr_t soxr = NULL;
	long rate;
	int channels, encoding, rc;
	size_t len;

	mpg123_init();
	h = mpg123_new(NULL, NULL);
	mpg123_param(h, MPG123_ADD_FLAGS, MPG123_FORCE_FLOAT | MPG123_QUIET, 0);
	if (mpg123_open(h, path) != MPG123_OK ||
	    mpg123_getformat(h, &rate, &channels, &encoding) != MPG123_OK)
		return 1;
	if (want_resample)
		soxr = soxr_create((double)rate, 22050, 1, NULL, NULL, &quality, NULL);
	do {
		rc = mpg123_read(h, (void *)buffer, sizeof(buffer), &len);
		if (soxr != NULL && len > 0)
			resample(soxr, buffer, len / sizeof(float), channels);
	} while (rc == MPG123_OK);
	soxr_delete(soxr);
	mpg123_delete(h);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc < 2 || decode(argv[1], argc > 2) != 0) {
		fputs("decode_only: cannot decode\n", stderr);
		return 1;
	}
	return 0;
}
