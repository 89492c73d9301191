/* SPDX-License-Identifier: MIT */
/* Rows about a library: songs of 2 to 4 minutes in four formats, and many small files. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "bench.h"
#include "measure.h"
#include "reference.h"

#define FORMATS 4

static const char *const suffixes[FORMATS] = {"mp3", "flac", "ogg", "opus"};

/* n songs in a folder, of 120, 160, 200 and 240 s */
static void
make_songs(const char *raw, const char *folder, int n)
{
	shell(xasprintf("mkdir -p %s", folder));
	for (int i = 0; i < n; i++) {
		char *path = xasprintf("%s/%03d.%s", folder, i, suffixes[i % FORMATS]);

		if (i < FORMATS)
			reference_write_song(raw, 120 + 40 * i, suffixes[i], path);
		else
			shell(xasprintf(
			    "cp %s/%03d.%s %s", folder, i % FORMATS, suffixes[i % FORMATS], path));
		free(path);
	}
}

static void
bench_split(const char *songs)
{
	const char *decode_30[] = {program("decode"), "--max-samples", "660000", songs, NULL};
	const char *decode[] = {program("decode"), songs, NULL};
	const char *split[] = {program("split"), NULL};
	const char *split_30[] = {program("split"), "--seconds", "30", "--hop", "15", NULL};
	const char *seed[] = {program("featurize"), NULL};
	const char *extended[] = {program("featurize"), "--set", "extended", NULL};
	const char *const *const ways[][3] = {
	    {decode_30, split, seed}, {decode, split_30, extended}};
	const char *const names[] = {"seed", "extended"};

	measure_pin(MEASURE_ALL_CORES);
	for (int w = 0; w < 2; w++) {
		double ours[5], all[5], cpu[3];
		char *what = xasprintf("split / decode | split | featurize, %s, CPU", names[w]);

		for (int i = 0; i < 5; i++) {
			measure_pipeline(ways[w], 3, cpu);
			ours[i] = cpu[1] * 1e3;
			all[i] = (cpu[0] + cpu[1] + cpu[2]) * 1e3;
		}
		measure_report(what, measure_median(ours, 5), measure_median(all, 5), "ms", 0.03);
		free(what);
	}
	measure_pin(0);
}

#define CLASSIFY \
	"rm -rf \"$1\" && pipelines/classify -q --no-listen -m models/$2-gtzan.safetensors -j $3 " \
	"-o \"$1\" \"$4\""
#define EXTRACT "pipelines/extract -q --set $2 -j $3 \"$4\" >\"$1\""

/* a pipeline over songs with two jobs against one, and whether its tables are the same */
static void
bench_jobs(
    const char *name, const char *script, const char *set, const char *songs, const char *which)
{
	char *one_table = in_work("one.csv"), *two_table = in_work("two.csv");
	const char *one[] = {"/bin/sh", "-c", script, "sh", one_table, set, "1", songs, NULL};
	const char *two[] = {"/bin/sh", "-c", script, "sh", two_table, set, "2", songs, NULL};
	char *what = xasprintf("%s -j2 / -j1 on one core, %s, %s, wall time", name, set, which);

	shell(xasprintf("rm -f %s %s", one_table, two_table));
	if (have_weights(set))
		two_cores(what, one, two, NULL, 3, 0.55);
	else
		measure_unjudged(what, 0, 0, "", "no weights");
	if (access(one_table, F_OK) == 0 && access(two_table, F_OK) == 0)
		shell(xasprintf("cmp %s %s", one_table, two_table));
	free(what);
}

/* how long a file takes when there are many, against when there are few */
static void
bench_files(void)
{
	static const int counts[] = {100, 1000, 10000};
	double read[3], kept[3];
	char *table = in_work("many.csv");

	for (int c = 0; c < 3; c++) {
		char *folder = xasprintf("%s/many-%d", in_work(""), counts[c]);
		const char *decode[] = {program("decode"), folder, NULL};
		const char *classify[] = {
		    "/bin/sh", "-c", CLASSIFY, "sh", table, "seed", "1", folder, NULL};

		shell(xasprintf("mkdir -p %s && for i in $(seq %d); do "
				"cp tests/golden/wav/short-1102.wav %s/$i.wav; done",
		    folder, counts[c], folder));
		read[c] = measure_run(decode, NULL, NULL).cpu_s / counts[c] * 1e6;
		kept[c] = measure_run(classify, NULL, NULL).cpu_s / counts[c] * 1e6;
		free(folder);
	}
	measure_report("decode, 1000 files / 100, a file", read[1], read[0], "us", 1.2);
	measure_report("decode, 10000 files / 1000, a file", read[2], read[1], "us", 1.2);
	measure_report("classify -o, 1000 files / 100, a file", kept[1], kept[0], "us", 1.2);
	measure_report("classify -o, 10000 files / 1000, a file", kept[2], kept[1], "us", 1.2);
}

void
bench_library(const char *raw)
{
	char *hundred = in_work("library"), *few = in_work("few");

	make_songs(raw, hundred, 100);
	make_songs(raw, few, 12);
	bench_split(few);
	bench_files();
	bench_jobs("classify", CLASSIFY, "seed", hundred, "100 songs");
	bench_jobs("classify", CLASSIFY, "extended", hundred, "100 songs");
	bench_jobs("classify", CLASSIFY, "musicnn", few, "12 songs");
	bench_jobs("extract", EXTRACT, "seed", hundred, "100 songs");
	bench_jobs("extract", EXTRACT, "extended", hundred, "100 songs");
}
