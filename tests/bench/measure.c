/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* sched_setaffinity, wait4 */
#include "measure.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/die.h"

static int n_short;

void
measure_pin(int core)
{
#ifdef __linux__
	cpu_set_t set;
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	CPU_ZERO(&set);
	for (long i = 0; i < n; i++) {
		if (core == MEASURE_ALL_CORES || i == n - 1 - core)
			CPU_SET((size_t)i, &set);
	}
	sched_setaffinity(0, sizeof(set), &set);
#else
	(void)core;
#endif
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static double
now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double
measure_cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
redirect(const char *path, int flags, int fd)
{
	int opened = open(path != NULL ? path : "/dev/null", flags, 0666);

	if (opened < 0 || dup2(opened, fd) < 0)
		_exit(127);
	close(opened);
}

static pid_t
start(const char *const *argv, const char *in, const char *out)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork:");
	if (pid == 0) {
		redirect(in, O_RDONLY, STDIN_FILENO);
		redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
		execv(argv[0], (char *const *)(const void *)argv);
		_exit(127);
	}
	return pid;
}

/* *usage is with the children it has waited for */
static void
finish(pid_t pid, const char *const *argv, struct rusage *usage)
{
	int status;

	if (wait4(pid, &status, 0, usage) != pid)
		die("wait4:");
	if (status != 0)
		die("%s %s: failed", argv[0], argv[1] != NULL ? argv[1] : "");
}

struct cost
measure_run(const char *const *argv, const char *in, const char *out)
{
	double begin = now_s();
	struct rusage usage;
	struct cost cost;

	finish(start(argv, in, out), argv, &usage);
	cost.wall_s = now_s() - begin;
	cost.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
#ifdef __APPLE__
	cost.peak_mb = (double)usage.ru_maxrss / 1048576;
#else
	cost.peak_mb = (double)usage.ru_maxrss / 1024;
#endif
	return cost;
}

double
measure_two_s(const char *const *argv, const char *in)
{
	double begin = now_s();
	struct rusage usage;
	pid_t pids[2];

	for (int core = 0; core < 2; core++) {
		measure_pin(core);
		pids[core] = start(argv, in, NULL);
	}
	measure_pin(MEASURE_ALL_CORES);
	for (int core = 0; core < 2; core++)
		finish(pids[core], argv, &usage);
	return now_s() - begin;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
measure_median(double *x, size_t n)
{
	qsort(x, n, sizeof(*x), compare);
	return x[n / 2];
}

void
measure_report(const char *what, double ours, double theirs, const char *unit, double bound)
{
	double ratio = ours / theirs;
	int met = bound <= 0 || ratio <= bound;

	printf("%-62s %9.3f %9.3f %-3s %6.2f", what, ours, theirs, unit, ratio);
	if (bound > 0)
		printf("  <= %.2f  %s", bound, met ? "met" : "FALLS SHORT");
	putchar('\n');
	fflush(stdout);
	n_short += !met;
}

int
measure_all_met(void)
{
	return n_short == 0;
}
