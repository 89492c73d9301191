/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_CREDENTIALS_H
#define SPOTIFY_FETCH_CREDENTIALS_H

#include <stdbool.h>

/* What id and secret are called, in the environment and in a .env file. */
struct credential_names {
	const char *id;
	const char *secret; /* NULL: there is none, the id is enough */
};

/*
 * Id and secret of an app, from the first place that has both: the environment, under each pair of
 * names in turn, then a .env file, likewise. A half is never completed from another place: the two
 * belong together.
 */
struct credentials {
	char *id, *secret; /* as many as there are names, or both NULL */
	char why[256];     /* without them: why, for a message; never a value */
	bool named;        /* the trouble is a file the user named: not to be passed over */
};

/*
 * Looks under `names`, which end with NULL. env_file: a path, NULL for ".env" in the current
 * directory, which need not be there. credentials_clear frees.
 */
void
credentials_load(struct credentials *c, const struct credential_names *names, const char *env_file);

void
credentials_clear(struct credentials *c);

#endif
