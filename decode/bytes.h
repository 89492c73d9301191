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

/* why reading failed, NULL: it did not */
const char *
bytes_failed(const struct bytes *b);

#endif
