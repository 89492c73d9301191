/* SPDX-License-Identifier: MIT */
#ifndef IO_INPUT_H
#define IO_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/*
 * A buffered reader of bytes that can act before a read would block: a program in a live pipeline
 * then flushes what it has written. The readers of streams and tables are built on it.
 */
struct input;

/* Opens a file; NULL or "-" is standard input. Returns NULL with errno set. input_close frees. */
struct input *
input_open(const char *path);

/* Reads from an open descriptor, which stays the caller's. `name` is for messages; copied. */
struct input *
input_from_fd(int fd, const char *name);

/* Reads len bytes of memory, which must outlive it: for tests and fuzzers. */
struct input *
input_from_memory(const void *data, size_t len, const char *name);

void
input_close(struct input *in);

/* how messages call it: the path, or "<stdin>" */
const char *
input_name(const struct input *in);

/* Before the input waits for more bytes it calls `act`, so that no row is held back. */
void
input_before_wait(struct input *in, void (*act)(void *user), void *user);

/*
 * Whether a read would not wait: there are bytes, or the end, now or within timeout_ms. To be asked
 * by what input_before_wait calls.
 */
bool
input_ready(const struct input *in, int timeout_ms);

/* Bytes of a regular file, in all; -1 for others. A hint: it may still grow or shrink. */
int64_t
input_length(const struct input *in);

/* The next byte, or EOF at the end or on an error (input_failed tells which). */
int
input_getc(struct input *in);

/* Exactly len bytes; returns how many there were: fewer only at the end or on an error. */
size_t
input_read(struct input *in, void *buf, size_t len);

/*
 * At most len bytes, from 1, and at least one unless the end is reached: what is at hand, so that a
 * live stream need not wait. Many go past the buffer. Returns how many.
 */
size_t
input_read_some(struct input *in, void *buf, size_t len);

/* Drops len bytes; returns how many there were. */
size_t
input_skip(struct input *in, size_t len);

/*
 * What is buffered now, at least one byte unless the end is reached, without consuming it: *data
 * stays valid until the next call. Returns the number of bytes; input_skip consumes.
 */
size_t
input_peek(struct input *in, const char **data);

/* errno of a failed read, 0 if none failed */
int
input_failed(const struct input *in);

#endif
