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

/* rows about a library: songs of 2 to 4 minutes made of raw samples, 44100 Hz, mono */
void
bench_library(const char *raw);

/* rows about tables, of songs like that of a table with one row of set extended */
void
bench_tables(const char *row);

#endif
