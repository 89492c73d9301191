/* SPDX-License-Identifier: MIT */
#ifndef PLOT_GNUPLOT_H
#define PLOT_GNUPLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct gnuplot_job {
	const char *script;
	size_t script_len;
	const char *end_mark; /* of a whole picture, newlines aside */
	FILE *out;
	bool confined; /* it may read files, and no more: SANDBOX_READ */
};

/*
 * Runs gnuplot, without a shell and without anybody's start-up files, on a script and copies what
 * it draws to `out`. A picture that does not end in the mark is cut short and an error, whatever
 * gnuplot says. Returns 0, or -1 with the reason in why[why_len]. Errors of `out` are left in it.
 */
int
gnuplot_run(const struct gnuplot_job *job, char *why, size_t why_len);

#endif
