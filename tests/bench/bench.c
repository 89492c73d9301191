/* SPDX-License-Identifier: MIT */
/*
 * Speed as ratios, each of two things measured in turn in one run, medians, on one core: our
 * programs against the libraries they stand on. Prints a table; exits with 1 when a bound is not
 * met, 3 when some could not be judged. Run by `make bench`, ROWS="library tables" for some of it;
 * makes its input itself, from the bundled song.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/rng.h"
#include "base/xmalloc.h"
#include "bench.h"
#include "dsp/kernel.h"
#include "measure.h"
#include "reference.h"

#define RUNS 21
#define TRAIN_RUNS 5
#define ROWS 8910 /* of the original's table: 6415 to train on */
#define FEATURES 77

const char *self;
static const char *bin, *work;

char *
in_work(const char *name)
{
	return xasprintf("%s/%s", work, name);
}

char *
program(const char *name)
{
	return xasprintf("%s/bin/%s", bin, name);
}

char *
decode_only(void)
{
	return xasprintf("%s/tests/bench/decode_only", bin);
}

void
compare(const char *const *ours, const char *our_in, const char *const *theirs,
    const char *their_in, int wall, int runs, double *our_median, double *their_median)
{
	double a[RUNS], b[RUNS];

	for (int i = 0; i < runs; i++) {
		struct cost x = measure_run(ours, our_in, NULL),
			    y = measure_run(theirs, their_in, NULL);

		a[i] = wall ? x.wall_s : x.cpu_s;
		b[i] = wall ? y.wall_s : y.cpu_s;
	}
	*our_median = measure_median(a, (size_t)runs) * 1e3;
	*their_median = measure_median(b, (size_t)runs) * 1e3;
}

void
shell(char *line)
{
	if (system(line) != 0)
		die("failed: %s", line);
	free(line);
}

static void
bench_featurize(const char *stream, const char *segments, const char *mp3)
{
	const char *featurize[] = {program("featurize"), NULL};
	const char *mpg123[] = {decode_only(), mp3, NULL};
	const char *kernels[] = {"avx512", "avx2", "baseline"};
	const double bounds[] = {0.75, 0.75, 1.2};
	double a, b;

	for (int k = 0; k < 3; k++) {
		char what[100];

		if (kernel_find(kernels[k]) == NULL)
			continue;
		setenv("MGC_SIMD", kernels[k], 1);
		compare(featurize, stream, mpg123, NULL, 0, RUNS, &a, &b);
		snprintf(what, sizeof(what), "featurize, 30 s, %s / libmpg123 decoding them",
		    kernels[k]);
		measure_report(what, a, b, "ms", bounds[k]);
		compare(featurize, segments, featurize, stream, 0, RUNS, &a, &b);
		snprintf(
		    what, sizeof(what), "featurize, %s, nine segments / the whole", kernels[k]);
		measure_report(what, a, b, "ms", 2.1);
	}
	unsetenv("MGC_SIMD");
}

/* the other sets */
static void
bench_sets(const char *stream, const char *mp3)
{
	const char *seed[] = {program("featurize"), NULL};
	const char *extended[] = {program("featurize"), "--set", "extended", NULL};
	const char *mpg123[] = {decode_only(), mp3, NULL};
	const char *kernels[] = {"avx512", "avx2", "baseline"};
	const double bounds[] = {0.75, 0.75, 1.2};
	double a, b;

	for (int k = 0; k < 3; k++) {
		char what[100];

		if (kernel_find(kernels[k]) == NULL)
			continue;
		setenv("MGC_SIMD", kernels[k], 1);
		compare(extended, stream, mpg123, NULL, 0, RUNS, &a, &b);
		snprintf(
		    what, sizeof(what), "featurize --set extended, %s / libmpg123", kernels[k]);
		measure_report(what, a, b, "ms", bounds[k]);
		compare(extended, stream, seed, stream, 0, RUNS, &a, &b);
		snprintf(what, sizeof(what), "featurize, %s, set extended / set seed", kernels[k]);
		measure_report(what, a, b, "ms", 1);
	}
	unsetenv("MGC_SIMD");
}

/* 100 songs in one process: what starting it takes does not count */
static void
bench_steady(const char *songs, const char *mp3)
{
	const char *seed[] = {program("featurize"), NULL};
	const char *extended[] = {program("featurize"), "--set", "extended", NULL};
	const char *mpg123[] = {decode_only(), mp3, NULL};
	const char *const *const sets[] = {seed, extended};
	const char *const names[] = {"seed", "extended"};
	const double bounds[] = {0.6, 0.5};

	for (int s = 0; s < 2; s++) {
		char *what = xasprintf("featurize --set %s, a song of 100, %s / libmpg123",
		    names[s], kernel_find(NULL)->name);
		double a, b;

		compare(sets[s], songs, mpg123, NULL, 0, RUNS, &a, &b);
		measure_report(what, a / 100, b, "ms",
		    strcmp(kernel_find(NULL)->name, "baseline") == 0 ? 0 : bounds[s]);
		free(what);
	}
}

static void
bench_stft(void)
{
	static const size_t sizes[] = {1024, 2048};
	enum { BLOCKS = 200, HOP = 512 };

	for (int s = 0; s < 2; s++) {
		const struct kernel *kernel = kernel_find(NULL);
		struct stft *stft = stft_new(sizes[s], HOP);
		float *signal = xalignedarray(HOPS * HOP, sizeof(float));
		float *hops = xalignedarray(HOPS_ROW * HOP, sizeof(float));
		float *power = xalignedarray(stft->n_bins * LANES, sizeof(float));
		double ours[RUNS], theirs[RUNS];
		struct rng rng;
		char what[100];

		rng_seed(&rng, 1);
		for (int i = 0; i < HOPS * HOP; i++)
			signal[i] = (float)(rng_uniform(&rng) - 0.5);
		for (int r = 0; r < RUNS; r++) {
			double begin = measure_cpu_s();

			for (int i = 0; i < BLOCKS; i++) {
				kernel->interleave(signal, HOP, HOPS, hops);
				kernel->power(stft, hops, 0, LANES, power);
			}
			ours[r] = (measure_cpu_s() - begin) / BLOCKS / LANES;
			theirs[r] = reference_fftw_s(sizes[s], BLOCKS * LANES);
		}
		snprintf(what, sizeof(what), "window, FFT of %zu, power, %s / FFTW3f, the bare FFT",
		    sizes[s], kernel->name);
		if (theirs[0] > 0)
			measure_report(what, measure_median(ours, RUNS) * 1e6,
			    measure_median(theirs, RUNS) * 1e6, "us",
			    strcmp(kernel->name, "baseline") == 0 ? 0 : 1.2);
		else
			measure_unjudged(what, 0, 0, "", "no FFTW here");
		stft_free(stft);
		free(signal);
		free(hops);
		free(power);
	}
}

static void
bench_decode(const char *mono, const char *stereo)
{
	const char *decode_mono[] = {program("decode"), mono, NULL};
	const char *decode_stereo[] = {program("decode"), stereo, NULL};
	const char *mpg123[] = {decode_only(), mono, NULL};
	const char *mpg123_soxr[] = {decode_only(), stereo, "resample", NULL};
	double a, b;

	compare(decode_mono, NULL, mpg123, NULL, 0, RUNS, &a, &b);
	measure_report("decode, MP3 22.05 kHz mono / libmpg123", a, b, "ms", 1.15);
	compare(decode_stereo, NULL, mpg123_soxr, NULL, 0, RUNS, &a, &b);
	measure_report("decode, MP3 44.1 kHz stereo / libmpg123 and libsoxr HQ", a, b, "ms", 1.15);
}

static void
bench_threads(const char *songs)
{
	const char *one[] = {program("featurize"), "-j1", NULL},
		   *two[] = {program("featurize"), "-j2", NULL};
	char *out_1 = in_work("j1.csv"), *out_2 = in_work("j2.csv");

	measure_run(one, songs, out_1);
	measure_run(two, songs, out_2);
	shell(xasprintf("cmp %s %s", out_1, out_2));
	look_at_cores(one, songs);
	two_cores("featurize -j2 / -j1, wall time, 100 songs", one, two, songs, 10, 0.58);
}

void
write_table(const char *path, size_t n_rows, int n_classes)
{
	FILE *f = fopen(path, "w");
	struct rng rng;

	if (f == NULL)
		die("%s:", path);
	rng_seed(&rng, 1);
	fputs("track,segment,start,label", f);
	for (int c = 0; c < FEATURES; c++)
		fprintf(f, ",x%d", c);
	putc('\n', f);
	for (size_t r = 0; r < n_rows; r++) {
		fprintf(f, "t%zu,0,0,c%zu", r, r % (size_t)n_classes);
		for (int c = 0; c < FEATURES; c++)
			fprintf(
			    f, ",%.9g", rng_uniform(&rng) + (c == (int)(r % (size_t)n_classes)));
		putc('\n', f);
	}
	fclose(f);
}

static void
bench_train(const char *table, const char *model)
{
	const char *train[] = {
	    program("train"), "-q", "--recipe", "original", "-o", model, table, NULL};
	const char *gemm[] = {self, "--gemm", NULL};
	double a, b;

	compare(train, NULL, gemm, NULL, 0, TRAIN_RUNS, &a, &b);
	measure_report(
	    "train, 6415 x 77, 60 epochs / the same products by OpenBLAS", a, b, "ms", 1.4);
}

int
have_weights(const char *set)
{
	char *try = xasprintf("%s/bin/featurize --set %s --options weights >%s 2>&1", bin, set,
	    in_work("weights.txt"));
	int rc = system(try);

	free(try);
	return rc == 0;
}

static void
bench_start(const char *row, const char *model, const char *sample)
{
	const char *nothing[] = {"/bin/true", NULL};
	const char *scale[] = {program("scale"), "-m", model, NULL};
	const char *predict[] = {program("predict"), "-m", model, NULL};
	const char *featurize[] = {program("featurize"), NULL};
	double a, b;

	compare(scale, row, nothing, NULL, 1, RUNS, &a, &b);
	measure_report("scale, one row / true, wall time", a, b, "ms", 3);
	compare(predict, row, nothing, NULL, 1, RUNS, &a, &b);
	measure_report("predict, one row / true, wall time", a, b, "ms", 3);
	compare(featurize, sample, nothing, NULL, 1, RUNS, &a, &b);
	measure_report("featurize, one sample / true, wall time", a, b, "ms", 3);
}

static void
bench_memory(const char *songs_folder, const char *songs, const char *segments)
{
	const char *decode[] = {program("decode"), songs_folder, NULL};
	const char *split[] = {program("split"), NULL};
	const char *featurize[] = {program("featurize"), NULL};
	const char *extended[] = {program("featurize"), "--set", "extended", NULL};

	measure_report("decode, a folder of songs, peak memory / bound",
	    measure_run(decode, NULL, NULL).peak_mb, 64, "MB", 1);
	measure_report("split, 100 songs, peak memory / bound",
	    measure_run(split, songs, NULL).peak_mb, 64, "MB", 1);
	measure_report("featurize, 900 segments, peak memory / bound",
	    measure_run(featurize, segments, NULL).peak_mb, 64, "MB", 1);
	measure_report("featurize --set extended, 900 segments, peak memory / bound",
	    measure_run(extended, segments, NULL).peak_mb, 64, "MB", 1);
}

/* ten hours through a pipe: too long for a file */
static void
bench_hours(const char *raw)
{
	const char *pipeline[] = {"/bin/sh", "-c",
	    "for i in $(seq 1204); do cat \"$1\"; done | "
	    "\"$2\" --raw 22050:1 --seconds 6 --hop 3 | \"$3\"",
	    "sh", raw, program("split"), program("featurize"), NULL};

	/* the largest of the pipeline's processes */
	measure_report("split --seconds 6 --hop 3 | featurize, ten hours, memory / bound",
	    measure_run(pipeline, NULL, NULL).peak_mb, 64, "MB", 1);
}

/* milliseconds that peers.py says; 0: there is no numpy */
static double
numpy_ms(const char *raw)
{
	char *line = xasprintf("python3 tests/bench/peers.py %s 2>/dev/null || "
			       "/usr/bin/python3 tests/bench/peers.py %s 2>/dev/null",
	    raw, raw);
	FILE *f = popen(line, "r");
	double ms = 0;

	if (f != NULL && fscanf(f, "%lf", &ms) != 1)
		ms = 0;
	if (f != NULL)
		pclose(f);
	free(line);
	return ms;
}

/* what others need for the same, where they are; there is no bound */
static void
bench_peers(const char *stream, const char *raw, const char *wav)
{
	const char *featurize[] = {program("featurize"), NULL};
	const char *nothing[] = {"/bin/true", NULL};
	const char *aubio[] = {"/usr/bin/aubiomfcc", "-i", wav, "-B", "2048", "-H", "512", NULL};
	double a, b, ms = numpy_ms(raw);

	compare(featurize, stream, nothing, NULL, 0, RUNS, &a, &b);
	if (ms > 0)
		measure_report("featurize, 30 s / numpy in librosa's order, warm", a, ms, "ms", 0);
	else
		puts("numpy in librosa's order: not here (python3-numpy)");
	if (access(aubio[0], X_OK) == 0) {
		compare(featurize, stream, aubio, NULL, 0, RUNS, &a, &b);
		measure_report("featurize, 30 s / aubiomfcc, the MFCC alone", a, b, "ms", 0);
	} else {
		puts("aubiomfcc: not here (aubio-tools)");
	}
}

/* whether rows of that kind are among those asked for, which are all where none are named */
static int
wanted(const char *rows, const char *kind)
{
	return *rows == '\0' || strstr(rows, kind) != NULL;
}

int
main(int argc, char **argv)
{
	char *mono, *stereo, *stream, *segments, *songs, *song_segments, *table, *row, *model,
	    *sample;
	char *stream16, *long16, *stream32, *long32;

	if (argc == 2 && strcmp(argv[1], "--gemm") == 0)
		return reference_gemm(6415, 265, 60);
	if (argc == 2 && strcmp(argv[1], "--convolutions") == 0)
		return reference_convolutions(NETWORK_PATCHES);
	if (argc == 3 && strcmp(argv[1], "--network") == 0)
		return run_network(argv[2]);
	if (argc != 5)
		die("usage: bench BUILD SONG.mp3 FOLDER ROWS");
	self = argv[0];
	bin = argv[1];
	work = argv[3];
	mono = in_work("songs/mono.mp3");
	stereo = in_work("songs/stereo.mp3");
	stream = in_work("song.mgc1");
	segments = in_work("song.segments");
	songs = in_work("songs.mgc1");
	song_segments = in_work("songs.segments");
	table = in_work("table.csv");
	row = in_work("row.csv");
	model = in_work("model.safetensors");
	sample = in_work("sample.mgc1");
	stream16 = in_work("song16.mgc1");
	long16 = in_work("long16.mgc1");
	stream32 = in_work("song32.mgc1");
	long32 = in_work("long32.mgc1");

	shell(xasprintf("mkdir -p %s/songs", work));
	shell(
	    xasprintf("%s/bin/decode --max-samples 660000 --raw %s > %s/raw", bin, argv[2], work));
	reference_write_mp3(in_work("raw"), 1, mono);
	shell(xasprintf("%s/bin/decode --rate 44100 --raw %s > %s/raw44", bin, argv[2], work));
	reference_write_mp3(in_work("raw44"), 2, stereo);
	shell(xasprintf("%s/bin/decode --max-samples 660000 %s > %s", bin, mono, stream));
	shell(xasprintf("%s/bin/split < %s > %s", bin, stream, segments));
	shell(xasprintf("for i in $(seq 100); do cat %s; done > %s", stream, songs));
	shell(xasprintf("for i in $(seq 100); do cat %s; done > %s", segments, song_segments));
	shell(xasprintf(
	    "head -c 4 %s/raw | %s/bin/split --raw 22050:1 --seconds 1 > %s", work, bin, sample));
	shell(xasprintf(
	    "%s/bin/decode --rate 16000 --max-samples 480000 %s > %s", bin, mono, stream16));
	shell(
	    xasprintf("head -c 38400000 /dev/zero | %s/bin/split --raw 16000:1 --seconds 600 > %s",
		bin, long16));
	shell(xasprintf(
	    "%s/bin/decode --rate 32000 --max-samples 960000 %s > %s", bin, mono, stream32));
	shell(
	    xasprintf("head -c 76800000 /dev/zero | %s/bin/split --raw 32000:1 --seconds 600 > %s",
		bin, long32));
	write_table(table, ROWS, 10);
	write_table(row, 1, 10);
	shell(xasprintf("sync")); /* or a core is busy writing all this to disk */

	printf("%-62s %9s %9s     %6s\n", "what / against what", "ours", "theirs", "ratio");
	measure_pin(0);
	if (wanted(argv[4], "features")) {
		bench_featurize(stream, segments, mono);
		bench_sets(stream, mono);
		bench_steady(songs, mono);
		bench_stft();
	}
	if (wanted(argv[4], "peers")) {
		reference_write_song(in_work("raw"), 30, "wav", in_work("song.wav"));
		bench_peers(stream, in_work("raw"), in_work("song.wav"));
	}
	if (wanted(argv[4], "decode"))
		bench_decode(mono, stereo);
	if (wanted(argv[4], "cores"))
		bench_threads(songs);
	if (wanted(argv[4], "train")) {
		bench_train(table, model);
		bench_start(row, model, sample);
	}
	if (wanted(argv[4], "networks")) {
		bench_networks(
		    &(struct network_songs){stream16, long16, stream32, long32, stereo, mono});
	}
	if (wanted(argv[4], "memory")) {
		bench_memory(in_work("songs"), songs, song_segments);
		bench_hours(in_work("raw"));
	}
	if (wanted(argv[4], "library"))
		bench_library(in_work("raw44"));
	if (wanted(argv[4], "tables")) {
		shell(xasprintf("%s/bin/featurize --set extended %s > %s", bin, stream, row));
		bench_tables(row);
	}
	return measure_summary();
}
