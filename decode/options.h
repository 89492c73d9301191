/* SPDX-License-Identifier: MIT */
#ifndef DECODE_OPTIONS_H
#define DECODE_OPTIONS_H

#include <stdbool.h>

#include "track.h"

/* The command line of mgc-decode. Strings are those of argv. */
struct decode_options {
	struct track_options track;
	double start_s, duration_s, excerpt_s;
	const char *output, *files_from, *log;
	bool list, crc, keep_going, quiet, verbose, no_sandbox;
};

/* Begins the program and reads its command line; usage errors end it. */
struct decode_options
decode_options_parse(int argc, char **argv);

#endif
