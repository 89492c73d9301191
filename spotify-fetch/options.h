/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_OPTIONS_H
#define SPOTIFY_FETCH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "catalogue.h"

enum list_form {
	LIST_NONE,
	LIST_TSV,
	LIST_JSON,
};

/* The command line and the addresses, checked; fetch_options_clear frees. */
struct fetch_options {
	const struct provider *provider; /* NULL: auto */
	struct wish wish; /* names cleaned, codes checked; all NULL: to be asked for */
	char market[3];
	enum list_form list;
	long pick; /* -1: not given */
	bool first;
	const char *output, *chosen, *env_file;
	double timeout_s, max_wait_s;
	int attempts;
	size_t max_bytes; /* 0: as many as the provider's may have */
	bool no_cache, quiet, verbose;
	bool loopback; /* an address was replaced, for tests: plain http to loopback is fine */
};

/* Begins the program. A mistake ends it with a message and status 2. */
void
fetch_options_parse(struct fetch_options *o, int argc, char **argv);

void
fetch_options_clear(struct fetch_options *o);

#endif
