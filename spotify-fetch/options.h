/* SPDX-License-Identifier: MIT */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "source.h"

enum list_form {
	LIST_NONE,
	LIST_TSV,
	LIST_JSON,
};

/* The command line and the addresses, checked; options_clear frees. */
struct options {
	const struct provider *provider; /* NULL: auto */
	struct wish wish; /* names cleaned, codes checked; all NULL: to be asked for */
	char market[3];
	enum list_form list;
	long pick; /* -1: not given */
	bool first;
	const char *output, *env_file;
	double timeout_s, max_wait_s;
	size_t max_bytes;
	bool no_cache, quiet, verbose;
	bool loopback; /* an address was replaced, for tests: plain http to loopback is fine */
};

/* Begins the program. A mistake ends it with a message and status 2. */
void
options_parse(struct options *o, int argc, char **argv);

void
options_clear(struct options *o);

#endif
