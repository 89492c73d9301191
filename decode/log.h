/* SPDX-License-Identifier: MIT */
#ifndef DECODE_LOG_H
#define DECODE_LOG_H

#include <stdbool.h>

#include "io/csv.h"
#include "track.h"

/*
 * What became of each file, as a table that grows: track,status, "ok", "no music" or "failed: why".
 * A row is in the file as soon as its file is done: somebody may look where decoding stands.
 */
struct log {
	struct csv_writer csv; /* its file NULL: there is no log */
};

/* Adds to the file `path`, a header first; NULL: there is no log. False with errno set. */
bool
log_open(struct log *log, const char *path);

/* error: the reason of a track that failed. False with errno set. */
bool
log_put(struct log *log, const char *path, enum track_result result, const char *error);

void
log_close(struct log *log);

#endif
