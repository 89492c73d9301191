/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_STATUS_H
#define SPOTIFY_FETCH_STATUS_H

/*
 * What the program's functions return, and how it exits: mgc-spotify-fetch(1), EXIT STATUS.
 */
enum fetch_status {
	FETCH_DONE = 0,
	FETCH_INTERNAL = 1, /* memory, files */
	FETCH_USAGE = 2,
	FETCH_NOTHING = 3,     /* nothing found */
	FETCH_NO_PREVIEW = 4,  /* found, but nobody gives a preview of it */
	FETCH_CREDENTIALS = 5, /* missing, wrong, or their owner has no Premium */
	FETCH_NETWORK = 6,     /* network, TLS or time-out */
	FETCH_RATE = 7,        /* asked too often */
	FETCH_BAD_ANSWER = 8,  /* not what the provider should send */
	FETCH_CANCELLED = 9,   /* by the user, in the menu */
	/*
	 * The provider knows the credentials and lets them ask nothing: another provider may be
	 * asked instead. At the end of the program it is FETCH_CREDENTIALS.
	 */
	FETCH_REFUSED = 10,
};

#endif
