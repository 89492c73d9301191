/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_RETRY_H
#define SPOTIFY_FETCH_RETRY_H

/* How long to wait before a request is made again. */
#define RETRY_ATTEMPTS 3 /* of one request, the first included */

/*
 * The wait in seconds after failed attempt 1, 2, ...: after_s, what the service asks for (0:
 * nothing), but at least the back-off, 0.5 s doubled each time, of which `jitter` in [0, 1) takes
 * away up to a half.
 */
double
retry_wait_s(int attempt, double after_s, double jitter);

#endif
