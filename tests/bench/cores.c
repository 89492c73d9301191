/* SPDX-License-Identifier: MIT */
/* What two cores make of a command: judged only where there are two, and nobody else is at work. */
#include <stdio.h>
#include <unistd.h>

#include "bench.h"
#include "measure.h"

#define PAIRS_MAX 10
#define QUIET_S 20    /* to wait for a quiet machine */
#define DISTURBED 1.1 /* two processes take no longer than this times one */

/* what two processes take at once, each on its core, against one; 0: it has not been looked at */
static double disturbance;

void
look_at_cores(const char *const *one, const char *in)
{
	double alone[PAIRS_MAX], pair[PAIRS_MAX], a, b;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return;
	measure_wait_quiet(QUIET_S);
	for (int i = 0; i < PAIRS_MAX; i++) {
		measure_pin(i % 2); /* in turn: one may be slower than the other */
		alone[i] = measure_run(one, in, NULL).wall_s * 1e3;
		pair[i] = measure_two_s(one, in) * 1e3;
	}
	measure_pin(0);
	a = measure_median(alone, PAIRS_MAX);
	b = measure_median(pair, PAIRS_MAX);
	measure_report("two processes at once, each on its core / one, wall time", b, a, "ms", 0);
	disturbance = b / a;
}

static int
is_quiet(const struct cost *cost)
{
	return cost->others >= 0 && cost->others <= MEASURE_QUIET;
}

void
two_cores(const char *what, const char *const *one, const char *const *two, const char *in,
    int pairs, double bound)
{
	double a[PAIRS_MAX], b[PAIRS_MAX];
	int n = 0;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		measure_unjudged(what, 0, 0, "", "one core");
		return;
	}
	for (int i = 0; n < pairs && i < 2 * pairs; i++) {
		int quiet = measure_wait_quiet(QUIET_S);
		struct cost x, y;

		measure_pin(i % 2);
		x = measure_run(one, in, NULL);
		measure_pin(MEASURE_ALL_CORES);
		y = measure_run(two, in, NULL);
		a[n] = x.wall_s * 1e3;
		b[n] = y.wall_s * 1e3;
		if (quiet && is_quiet(&x) && is_quiet(&y))
			n++;
		else if (!quiet)
			break; /* it will not be so soon */
	}
	measure_pin(0);
	if (n < (pairs + 1) / 2)
		measure_unjudged(what, b[n], a[n], "ms", "others were at work on the cores");
	else if (disturbance > DISTURBED)
		measure_unjudged(what, measure_median(b, (size_t)n), measure_median(a, (size_t)n),
		    "ms", "two processes disturb each other: these are no two cores");
	else
		measure_report(
		    what, measure_median(b, (size_t)n), measure_median(a, (size_t)n), "ms", bound);
}
