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

static int n_met, n_short, n_unjudged;

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

/* Seconds that all cores together have been busy, or taken away by the host; -1: unknown. */
static double
busy_s(void)
{
	FILE *f = fopen("/proc/stat", "r");
	double ticks[8] = {0};
	int n = 0;

	if (f == NULL)
		return -1;
	if (fscanf(f, "cpu") == 0) {
		while (n < 8 && fscanf(f, "%lf", &ticks[n]) == 1)
			n++;
	}
	fclose(f);
	/* user, nice, system, idle, iowait, irq, softirq, steal */
	return n < 8 ? -1
		     : (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) /
		(double)sysconf(_SC_CLK_TCK);
}

int
measure_wait_quiet(double seconds_max)
{
	const struct timespec look = {.tv_nsec = 300000000};
	double begin = now_s();

	do {
		double busy = busy_s(), since = now_s();

		if (busy < 0)
			return 0;
		nanosleep(&look, NULL);
		if ((busy_s() - busy) / (now_s() - since) <= MEASURE_QUIET)
			return 1;
	} while (now_s() - begin < seconds_max);
	return 0;
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
	double begin = now_s(), busy = busy_s();
	struct rusage usage;
	struct cost cost;

	finish(start(argv, in, out), argv, &usage);
	cost.wall_s = now_s() - begin;
	cost.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	cost.others = busy < 0 ? -1 : (busy_s() - busy - cost.cpu_s) / cost.wall_s;
#ifdef __APPLE__
	cost.peak_mb = (double)usage.ru_maxrss / 1048576;
#else
	cost.peak_mb = (double)usage.ru_maxrss / 1024;
#endif
	return cost;
}

void
measure_pipeline(const char *const *const *stages, size_t n_stages, double *cpu_s)
{
	pid_t pids[MEASURE_STAGES_MAX];
	int in = open("/dev/null", O_RDONLY);

	for (size_t i = 0; i < n_stages; i++) {
		int ends[2] = {-1, -1};

		if (i + 1 == n_stages)
			ends[1] = open("/dev/null", O_WRONLY);
		else if (pipe(ends) != 0)
			die("pipe:");
		pids[i] = fork();
		if (pids[i] < 0)
			die("fork:");
		if (pids[i] == 0) {
			if (dup2(in, STDIN_FILENO) < 0 || dup2(ends[1], STDOUT_FILENO) < 0)
				_exit(127);
			close(in);
			close(ends[1]);
			if (ends[0] >= 0)
				close(ends[0]);
			execv(stages[i][0], (char *const *)(const void *)stages[i]);
			_exit(127);
		}
		close(in);
		close(ends[1]);
		in = ends[0];
	}
	for (size_t i = 0; i < n_stages; i++) {
		struct rusage usage;

		finish(pids[i], stages[i], &usage);
		cpu_s[i] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	}
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
	n_met += bound > 0 && met;
}

void
measure_unjudged(const char *what, double ours, double theirs, const char *unit, const char *why)
{
	printf("%-62s", what);
	if (theirs > 0)
		printf(" %9.3f %9.3f %-3s %6.2f", ours, theirs, unit, ours / theirs);
	printf("  NOT JUDGED: %s\n", why);
	fflush(stdout);
	n_unjudged++;
}

int
measure_summary(void)
{
	printf("%d met, %d fall short, %d not judged\n", n_met, n_short, n_unjudged);
	return n_short > 0 ? 1 : n_unjudged > 0 ? 3 : 0;
}
