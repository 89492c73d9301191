/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_MEASURE_H
#define TESTS_BENCH_MEASURE_H

#include <stddef.h>

/*
 * Running and timing whole processes, and telling the result.
 */
struct cost {
	double cpu_s; /* user and system */
	double wall_s;
	double peak_mb; /* largest resident size */
	double others;  /* cores that other processes and machines took meanwhile; -1: unknown */
};

#define MEASURE_STAGES_MAX 4
/* others may take so much of a core while a time of two cores is measured */
#define MEASURE_QUIET 0.1

#define MEASURE_ALL_CORES (-1)

/* Keeps this process and its children on one core, counted from the last one, or lets them go. */
void
measure_pin(int core);

/*
 * Runs a command with standard input from a file and standard output to another (NULL: /dev/null).
 * Dies when it does not end with status 0.
 */
struct cost
measure_run(const char *const *argv, const char *in, const char *out);

/*
 * Runs commands with a pipe from each to the next, the last one into /dev/null: stages[n_stages];
 * cpu_s[n_stages]: what each took.
 */
void
measure_pipeline(const char *const *const *stages, size_t n_stages, double *cpu_s);

/* Waits until others leave the machine alone, for so many seconds at most; whether they do. */
int
measure_wait_quiet(double seconds);

/* Wall seconds of the same command twice at once, each on a core of its own. */
double
measure_two_s(const char *const *argv, const char *in);

/* CPU seconds of this process so far */
double
measure_cpu_s(void);

/* the median of x[n], which is put in order */
double
measure_median(double *x, size_t n);

/*
 * One line of the table: what was compared, both figures with their unit, their ratio and its
 * bound. Remembers whether one fell short. bound 0: there is none.
 */
void
measure_report(const char *what, double ours, double theirs, const char *unit, double bound);

/* The same of a line that cannot be judged here, and why. It does not count as met. */
void
measure_unjudged(const char *what, double ours, double theirs, const char *unit, const char *why);

/* Tells how many lines were met. Returns 0, 1 when some fall short, 3 when some were not judged. */
int
measure_summary(void);

#endif
