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
};

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

/* whether all lines were within their bounds */
int
measure_all_met(void);

#endif
