/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stddef.h>

/* What the files of the bench share. The caller frees what is returned. */

/* the path of a file in the folder for what is made on the way */
char *
in_work(const char *name);

/* the path of a program */
char *
program(const char *name);

/* the path of the program that decodes its operand by libmpg123 alone */
char *
decode_only(void);

/* how the bench was called: it measures some of itself in a process of its own */
extern const char *self;

/* Runs a line by the shell, dies when it fails, and frees it. */
void
shell(char *line);

/* medians of the CPU (or wall) milliseconds of two commands, run in turn, at most 21 times */
void
compare(const char *const *ours, const char *our_in, const char *const *theirs,
    const char *their_in, int wall, int runs, double *our_median, double *their_median);

/* A table of random features: rows that count up, classes in turn. */
void
write_table(const char *path, size_t n_rows, int n_classes);

/* whether the weights of the set are where featurize looks */
int
have_weights(const char *set);

/*
 * What two processes take at once, each on a core, against one: on a virtual machine two cores may
 * be one, or a neighbour has the other.
 */
void
look_at_cores(const char *const *one, const char *in);

/*
 * A row of the wall time of a command on two cores against that of one on one of them, in so many
 * pairs. Judged where look_at_cores found two and no others were at work, before or meanwhile.
 */
void
two_cores(const char *what, const char *const *one, const char *const *two, const char *in,
    int pairs, double bound);

#define NETWORK_PATCHES 10 /* of 30 s */

/* The network musicnn, with weights that nobody trained, over so many patches. Returns 0. */
int
run_network(const char *kernel);

/* streams of a song and of ten minutes at both rates, and the song as MP3 */
struct network_songs {
	const char *at_16k, *long_16k, *at_32k, *long_32k, *stereo, *mono;
};

/* rows about the networks */
void
bench_networks(const struct network_songs *songs);

/* rows about a library: songs of 2 to 4 minutes made of raw samples, 44100 Hz, mono */
void
bench_library(const char *raw);

/* rows about tables, of songs like that of a table with one row of set extended */
void
bench_tables(const char *row);

#endif
