/* SPDX-License-Identifier: MIT */
#ifndef CREDENTIALS_H
#define CREDENTIALS_H

#include <stdbool.h>

/*
 * Id and secret of a Spotify app, from the first place that has both: SPOTIFY_CLIENT_ID and
 * SPOTIFY_CLIENT_SECRET of the environment, CID and SECRET of the environment, then either pair
 * of a .env file. A half is never completed from another place: the two belong together.
 */
struct credentials {
	char *id, *secret; /* both, or both NULL */
	char why[256];     /* without them: why, for a message; never a value */
	bool named;        /* the trouble is a file the user named: not to be passed over */
};

/* env_file: a path, NULL for ".env" in the current directory, which need not be there */
void
credentials_load(struct credentials *c, const char *env_file);

void
credentials_clear(struct credentials *c);

#endif
