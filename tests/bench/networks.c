/* SPDX-License-Identifier: MIT */
/* Rows about the networks: their kernels, cores and memory, and what decoding costs beside. */
#include <stdio.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "bench.h"
#include "measure.h"
#include "nn/musicnn.h"

int
run_network(const char *kernel)
{
	float *weights = xalignedarray(MUSICNN_WEIGHTS, sizeof(*weights));
	float embedding[MUSICNN_EMBEDDING], logits[MUSICNN_TAGS];
	struct musicnn_work *scratch = musicnn_work_new();
	struct musicnn *net;

	/* small and positive: some are variances, and products do not vanish */
	for (int i = 0; i < MUSICNN_WEIGHTS; i++)
		weights[i] = (float)(i % 31) / 1000;
	net = musicnn_new(weights);
	for (int i = 0; i < NETWORK_PATCHES; i++)
		musicnn_run(net, conv_find(kernel), scratch, weights + i, embedding, logits);
	musicnn_free(net);
	musicnn_work_free(scratch);
	free(weights);
	return 0;
}

static void
bench_wide_network(void)
{
	const char *wide[] = {self, "--network", "avx512", NULL};
	const char *narrow[] = {self, "--network", "avx2", NULL};
	double a, b;

	if (conv_find("avx512") == NULL) {
		measure_unjudged(
		    "musicnn, ten patches, avx512 / avx2", 0, 0, "", "no AVX-512 here");
		return;
	}
	compare(wide, NULL, narrow, NULL, 0, 5, &a, &b);
	measure_report("musicnn, ten patches, avx512 / avx2", a, b, "ms", 0.68);
}

static void
bench_musicnn(const char *track, const char *long_track)
{
	const char *featurize[] = {program("featurize"), "--set", "musicnn", NULL};
	const char *two[] = {program("featurize"), "--set", "musicnn", "-j2", NULL};
	const char *products[] = {self, "--convolutions", NULL};
	const char *kernels[] = {"avx512", "avx2", "baseline"};
	const double bounds[] = {1.3, 1.3, 0};
	int have = have_weights("musicnn");
	double a, b;

	for (int k = 0; k < 3; k++) {
		const char *network[] = {self, "--network", kernels[k], NULL};
		char what[100];

		if (conv_find(kernels[k]) == NULL)
			continue;
		compare(network, NULL, products, NULL, 0, 5, &a, &b);
		snprintf(what, sizeof(what), "musicnn, ten patches, %s / the products by OpenBLAS",
		    kernels[k]);
		measure_report(what, a, b, "ms", bounds[k]);
		setenv("MGC_SIMD", kernels[k], 1);
		if (have)
			compare(featurize, track, products, NULL, 0, 5, &a, &b);
		snprintf(what, sizeof(what),
		    "featurize --set musicnn, 30 s, %s / the same products", kernels[k]);
		if (have)
			measure_report(what, a, b, "ms", bounds[k]);
	}
	unsetenv("MGC_SIMD");
	if (!have) {
		measure_unjudged(
		    "featurize --set musicnn", 0, 0, "", "no weights (mgc get-weights musicnn)");
		return;
	}
	two_cores("featurize --set musicnn -j2 / -j1, wall time, one track", featurize, two, track,
	    5, 0.7);
	measure_report("featurize --set musicnn, ten minutes in one, memory / bound",
	    measure_run(featurize, long_track, NULL).peak_mb, 32, "MB", 1);
}

/* a folder with a file ten times, for none is decoded twice that is named twice */
static const char *
ten_links(const char *path, const char *name)
{
	const char *folder = in_work(name);

	shell(xasprintf("mkdir '%s' && for i in 0 1 2 3 4 5 6 7 8 9; do "
			"ln -s '%s' '%s'/$i.mp3; done",
	    folder, path, folder));
	return folder;
}

/*
 * The network audioset against musicnn over the same song, and from the file to the row against
 * decoding the file. For one song twice that would be too little: libsoxr takes 0.4 of it to come
 * to 32 kHz, the products 0.35 at what the machine can do at most, the weights 0.2 to be read; ten
 * songs read them once. Of an MP3 of 22.05 kHz, which is cheaper to decode but not to resample, it
 * is only told.
 */
static void
bench_audioset(const struct network_songs *songs)
{
	const char *audioset[] = {program("featurize"), "--set", "audioset", NULL};
	const char *two[] = {program("featurize"), "--set", "audioset", "-j2", NULL};
	const char *musicnn[] = {program("featurize"), "--set", "musicnn", NULL};
	const char *files[] = {songs->stereo, songs->mono};
	const char *const names[] = {"44.1 kHz stereo", "22.05 kHz mono"};
	const double bounds[] = {3, 0}, steady_bounds[] = {2, 0};
	double a, b;

	if (!have_weights("audioset")) {
		measure_unjudged(
		    "featurize --set audioset", 0, 0, "", "no weights (mgc get-weights audioset)");
		return;
	}
	if (have_weights("musicnn")) {
		compare(audioset, songs->at_32k, musicnn, songs->at_16k, 0, 5, &a, &b);
		measure_report("featurize, 30 s, set audioset / set musicnn", a, b, "ms", 1 / 6.0);
	}
	for (int i = 0; i < 2; i++) {
		const char *mpg123[] = {decode_only(), files[i], NULL};
		const char *const line = "decode=$1 featurize=$2; shift 2; "
					 "\"$decode\" --rate 32000 \"$@\" | "
					 "\"$featurize\" --set audioset";
		const char *one[] = {"/bin/sh", "-c", line, "sh", program("decode"),
		    program("featurize"), files[i], NULL};
		const char *ten[] = {"/bin/sh", "-c", line, "sh", program("decode"),
		    program("featurize"), ten_links(files[i], names[i]), NULL};
		char what[100];

		compare(one, NULL, mpg123, NULL, 0, 11, &a, &b);
		snprintf(what, sizeof(what), "decode | featurize --set audioset, %s / libmpg123",
		    names[i]);
		measure_report(what, a, b, "ms", bounds[i]);
		compare(ten, NULL, mpg123, NULL, 0, 5, &a, &b);
		snprintf(what, sizeof(what), "the same, %s, a song of ten / libmpg123", names[i]);
		measure_report(what, a / 10, b, "ms", steady_bounds[i]);
	}
	two_cores("featurize --set audioset -j2 / -j1, wall time, ten minutes", audioset, two,
	    songs->long_32k, 5, 0.7);
	measure_report("featurize --set audioset, ten minutes in one, memory / bound",
	    measure_run(audioset, songs->long_32k, NULL).peak_mb, 32, "MB", 1);
}

void
bench_networks(const struct network_songs *songs)
{
	bench_wide_network();
	bench_musicnn(songs->at_16k, songs->long_16k);
	bench_audioset(songs);
}
