/* SPDX-License-Identifier: MIT */
/* Rows about tables: what a cell costs, and whether that grows with rows or classes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/rng.h"
#include "base/xmalloc.h"
#include "bench.h"
#include "measure.h"

#define RUNS 5
#define MODEL "models/extended-gtzan.safetensors"
#define COLUMNS 54
#define ID_COLUMNS 6 /* track,segment,start,label,artist,front_end */
#define CELL_NS 80   /* bound of what a cell may cost */

/* as many songs like that of a table with one row, each its own track */
static void
write_songs(const char *path, const char *like, size_t n_songs)
{
	FILE *in = fopen(like, "r"), *out = fopen(path, "w");
	char header[4096], row[4096], *cells[ID_COLUMNS + COLUMNS], *at = row;
	struct rng rng;

	if (in == NULL || out == NULL || fgets(header, sizeof(header), in) == NULL ||
	    fgets(row, sizeof(row), in) == NULL)
		die("%s or %s:", like, path);
	fclose(in);
	for (int c = 0; c < ID_COLUMNS + COLUMNS; c++) {
		cells[c] = at;
		at += strcspn(at, ",\n");
		if (*at == '\0')
			die("%s: too few columns", like);
		*at++ = '\0';
	}
	rng_seed(&rng, 1);
	fputs(header, out);
	for (size_t r = 0; r < n_songs; r++) {
		fprintf(out, "music/%zu/song.mp3", r);
		for (int c = 1; c < ID_COLUMNS; c++)
			fprintf(out, ",%s", cells[c]);
		for (int c = ID_COLUMNS; c < ID_COLUMNS + COLUMNS; c++)
			fprintf(out, ",%.9g", atof(cells[c]) * (0.9 + 0.2 * rng_uniform(&rng)));
		putc('\n', out);
	}
	if (fclose(out) != 0)
		die("%s:", path);
}

static double
median_cpu_s(const char *const *argv, const char *in)
{
	double x[RUNS];

	for (int i = 0; i < RUNS; i++)
		x[i] = measure_run(argv, in, NULL).cpu_s;
	return measure_median(x, RUNS);
}

/* a cell of 100000 rows, and of the same rows that are fewer */
static void
bench_rows(const char *row)
{
	static const size_t counts[] = {1000, 10000, 100000};
	const char *scale[] = {program("scale"), "-m", MODEL, NULL};
	const char *predict[] = {program("predict"), "-q", "-m", MODEL, NULL};
	const char *const *programs[] = {scale, predict};
	const char *const names[] = {"scale", "predict"};

	for (int p = 0; p < 2; p++) {
		double ns[3];
		char what[100];

		for (int c = 0; c < 3; c++) {
			char *songs = in_work("songs.csv");

			write_songs(songs, row, counts[c]);
			ns[c] =
			    median_cpu_s(programs[p], songs) * 1e9 / (double)counts[c] / COLUMNS;
			free(songs);
		}
		snprintf(what, sizeof(what), "%s, a cell of 100000 rows / bound", names[p]);
		measure_report(what, ns[2], CELL_NS, "ns", 1);
		snprintf(what, sizeof(what), "%s, 100000 rows / 10000, a cell", names[p]);
		measure_report(what, ns[2], ns[1], "ns", 1.2);
		snprintf(what, sizeof(what), "%s, 10000 rows / 1000, a cell", names[p]);
		measure_report(what, ns[1], ns[0], "ns", 1.2);
	}
}

/* what a class costs when there are many */
static void
bench_classes(void)
{
	static const int counts[] = {10, 100};
	char *table = in_work("classes.csv"), *model = in_work("classes.safetensors");
	const char *train[] = {program("train"), "-q", "--arch", "lda", "-o", model, table, NULL};
	const char *predict[] = {program("predict"), "-q", "-m", model, NULL};
	double learn[2], tell[2];

	for (int c = 0; c < 2; c++) {
		write_table(table, 4000, counts[c]);
		learn[c] = median_cpu_s(train, NULL) * 1e3 / counts[c];
		tell[c] = median_cpu_s(predict, table) * 1e3 / counts[c];
	}
	measure_report("train, 100 classes / 10, a class", learn[1], learn[0], "ms", 1);
	measure_report("predict, 100 classes / 10, a class", tell[1], tell[0], "ms", 1);
}

void
bench_tables(const char *row)
{
	bench_rows(row);
	bench_classes();
}
