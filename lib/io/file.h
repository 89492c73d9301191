/* SPDX-License-Identifier: MIT */
#ifndef IO_FILE_H
#define IO_FILE_H

#include <stddef.h>

/*
 * Reads a whole file, of which the length need not be known, as of a pipe: at most len_max bytes.
 * NULL or "-" is standard input. Returns its *len bytes and a NUL after them, at a multiple of 8
 * bytes, which the caller frees; NULL with a reason in *why, valid until the next call of strerror.
 */
char *
file_read(const char *path, size_t len_max, size_t *len, const char **why);

/* The same from an open descriptor, to its end; it stays the caller's. */
char *
file_read_fd(int fd, size_t len_max, size_t *len, const char **why);

#endif
