/* SPDX-License-Identifier: MIT */
#ifndef BASE_XMALLOC_H
#define BASE_XMALLOC_H

#include <stddef.h>

/*
 * Allocation that never fails: out of memory, or n * size past SIZE_MAX, ends the program with a
 * message. A size that comes from input is to be bounded by the caller first. The caller frees.
 */
void *
xmalloc(size_t size);

/* n * size bytes, all zero */
void *
xcalloc(size_t n, size_t size);

/* p resized to n * size bytes */
void *
xreallocarray(void *p, size_t n, size_t size);

/* n * size bytes, not cleared, at a multiple of 64 bytes (a cache line, a vector); free() frees */
void *
xalignedarray(size_t n, size_t size);

#define XMALLOC_LARGE_PAGE ((size_t)2 * 1024 * 1024)

/*
 * The same for megabytes, at a multiple of 2 MB: on pages of that size where the system has them on
 * request, so that memory comes without a page fault for every 4 KB.
 */
void *
xlargearray(size_t n, size_t size);

/*
 * New pages of memory, which is all zero and takes room as it is written to: enough for len bytes
 * from the beginning of a large page on. *map, *map_len: what munmap takes, whole or in parts.
 */
void *
xmap(size_t len, void **map, size_t *map_len);

char *
xstrdup(const char *s);

char *
xstrndup(const char *s, size_t n);

/* sprintf into memory of its own; the caller frees */
__attribute__((format(printf, 1, 2))) char *
xasprintf(const char *fmt, ...);

/*
 * Makes room for n items in the array *p of *cap items of the given size, at least doubling it;
 * *p may move.
 */
void
xgrow(void *p, size_t *cap, size_t n, size_t size);

#endif
