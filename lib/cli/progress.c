/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define INTERVAL_S 0.1

static bool active, shown;
static double start_s, last_s;

static double
now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void
progress_init(bool quiet)
{
	const char *term = getenv("TERM");

	active = !quiet && isatty(STDERR_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
	start_s = now_s();
}

void
progress_show(long done, long total, const char *fmt, ...)
{
	char msg[256];
	double t;
	va_list ap;

	if (!active || (t = now_s()) - last_s < INTERVAL_S)
		return;
	last_s = t;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	for (char *p = msg; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	}
	fputs("\r\033[K", stderr);
	if (total > 0) {
		fprintf(stderr, "%ld of %ld", done, total);
		if (done > 0) {
			long left = (long)((t - start_s) * (double)(total - done) / (double)done);

			fprintf(stderr, ", %ld:%02ld left", left / 60, left % 60);
		}
		fputs("  ", stderr);
	}
	fprintf(stderr, "%.60s", msg);
	fflush(stderr);
	shown = true;
}

void
progress_clear(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}
