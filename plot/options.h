/* SPDX-License-Identifier: MIT */
#ifndef PLOT_OPTIONS_H
#define PLOT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "chart.h"

#define OPTIONS_MAX 48

/* The command line of mgc-plot. Strings are those of argv. */
struct plot_options {
	struct page page;
	struct text text;
	/* a chart's option and its argument, NULL where it takes none, by its number in charts[] */
	struct asked {
		bool given;
		const char *argument;
	} asked[OPTIONS_MAX];
	const char *title, *output;
	size_t max_tracks;
	bool script, live, no_sandbox;
};

/* Begins the program and reads its command line; usage errors end it. */
struct plot_options
plot_options_parse(int argc, char **argv);

/*
 * The chart whose option was given, NULL: none was, so the table says. *argument is the option's.
 */
const struct chart *
plot_options_chart(const struct plot_options *o, const char **argument);

#endif
