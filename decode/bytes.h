/* SPDX-License-Identifier: MIT */
#ifndef DECODE_BYTES_H
#define DECODE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The bytes of a file or pipe as the decoding libraries want them: with a place in them that can
 * be moved. A regular file can seek anywhere. Of a pipe the first BYTES_HEAD bytes are kept, so
 * that its format can be looked at and a header read back and forth; past them it only goes
 * forward, and its memory is flat. A format that must seek has the rest read by bytes_slurp.
 */
#define BYTES_HEAD ((size_t)256 * 1024)
#define BYTES_SLURP_MAX ((size_t)512 * 1024 * 1024)

struct bytes;

/* NULL or "-": standard input. Returns NULL with errno set. */
struct bytes *
bytes_open(const char *path);

/* what a descriptor gives, which becomes that of the bytes */
struct bytes *
bytes_open_descriptor(int fd);

void
bytes_close(struct bytes *b);

/* The first bytes, at most BYTES_HEAD; *head is valid until bytes_close or bytes_slurp. */
size_t
bytes_head(struct bytes *b, const unsigned char **head);

/* Reads at the current place. Returns how many bytes: fewer than len only at the end. */
size_t
bytes_read(struct bytes *b, void *buf, size_t len);

/* Moves. Returns the new place, or -1 when a pipe is past it. */
int64_t
bytes_seek(struct bytes *b, int64_t place);

int64_t
bytes_tell(const struct bytes *b);

/* total length, -1 for a pipe that has not been read to its end */
int64_t
bytes_length(const struct bytes *b);

/* Reads the rest of a pipe into memory, so that it can seek. False when it is too long. */
bool
bytes_slurp(struct bytes *b);

/*
 * Copies a pipe, read no further than what is kept of it, into a file without a name, which takes
 * its place: it can then seek, and another program can read it. What was spliced stays, an end set
 * is forgotten. False when it is longer than BYTES_SLURP_MAX, or bytes_failed says why.
 */
bool
bytes_spool(struct bytes *b);

/* A file as it was opened: nothing is spliced, and it stands at its beginning. */
void
bytes_restart(struct bytes *b);

/* that of a file, for another program to read it from its beginning */
int
bytes_descriptor(struct bytes *b);

/*
 * Moves to a place at or behind the current one, past which a pipe may have to be read. False where
 * the bytes end before.
 */
bool
bytes_skip_to(struct bytes *b, int64_t place);

/*
 * Puts prefix[len] in the place of all bytes before `at`: what follows begins with it, at place 0,
 * which is the current one. An end set before is forgotten. False when a pipe is past `at`.
 */
bool
bytes_splice(struct bytes *b, const void *prefix, size_t len, int64_t at);

/* Lets the bytes end at a place, until the next bytes_splice. */
void
bytes_set_end(struct bytes *b, int64_t place);

/* The same, with tail[len] behind them, which stays the caller's. */
void
bytes_set_tail(struct bytes *b, int64_t place, const void *tail, size_t len);

/*
 * Whether there are bytes before `end`; a pipe has them in memory then, and can go back. Returns 1,
 * 0: they end before, -1: more than BYTES_SLURP_MAX, or a pipe is past them.
 */
int
bytes_keep(struct bytes *b, int64_t end);

/*
 * Makes sure of the bytes before `end`, which a pipe then keeps like its first ones. Returns how
 * many there are; fewer than that many at the end, or where a pipe is past them.
 */
size_t
bytes_hold(struct bytes *b, size_t end);

/* why reading failed, NULL: it did not */
const char *
bytes_failed(const struct bytes *b);

#endif
