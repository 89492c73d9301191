/* SPDX-License-Identifier: MIT */
#ifndef RETRY_H
#define RETRY_H

#include <stdint.h>

/* How long to wait before a request is made again. */
#define RETRY_ATTEMPTS 3 /* of one request, the first included */

/*
 * A Retry-After header, as it came, in seconds from `now` (Unix time): a number, or an HTTP date
 * (RFC 9110 10.2.3), 0 when that has passed. -1: none, or not understood.
 */
double
retry_after_s(const char *header, int64_t now);

/*
 * The wait after failed attempt 1, 2, ...: what the service asks for, but at least the back-off,
 * 0.5 s doubled each time, of which `jitter` in [0, 1) takes away up to a half.
 */
double
retry_wait_s(int attempt, double after_s, double jitter);

#endif
