/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* madvise, MAP_ANONYMOUS */
#include "base/xmalloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/die.h"

#define ALIGNMENT ((size_t)64)
#define LARGE_PAGE XMALLOC_LARGE_PAGE

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

static void *
checked(void *p)
{
	if (p == NULL)
		die("out of memory");
	return p;
}

void *
xmalloc(size_t size)
{
	return checked(malloc(size > 0 ? size : 1));
}

void *
xcalloc(size_t n, size_t size)
{
	return checked(calloc(n > 0 ? n : 1, size > 0 ? size : 1));
}

void *
xreallocarray(void *p, size_t n, size_t size)
{
	if (size > 0 && n > SIZE_MAX / size)
		die("out of memory");
	return checked(realloc(p, n * size > 0 ? n * size : 1));
}

/* n * size bytes, rounded up to a multiple of the alignment; *bytes: how many */
static void *
aligned(size_t n, size_t size, size_t alignment, size_t *bytes)
{
	if (size > 0 && n > (SIZE_MAX - alignment) / size)
		die("out of memory");
	*bytes = (n * size + alignment - 1) / alignment * alignment;
	if (*bytes == 0)
		*bytes = alignment;
	return checked(aligned_alloc(alignment, *bytes));
}

void *
xalignedarray(size_t n, size_t size)
{
	size_t bytes;

	return aligned(n, size, ALIGNMENT, &bytes);
}

static void
want_large_pages(void *p, size_t bytes)
{
#ifdef MADV_HUGEPAGE
	madvise(p, bytes, MADV_HUGEPAGE); /* a wish: nothing is lost when it is refused */
#else
	(void)p;
	(void)bytes;
#endif
}

void *
xlargearray(size_t n, size_t size)
{
	size_t bytes;
	void *p = aligned(n, size, LARGE_PAGE, &bytes);

	want_large_pages(p, bytes);
	return p;
}

void *
xmap(size_t len, void **map, size_t *map_len)
{
	*map_len = len + LARGE_PAGE;
	*map = mmap(NULL, *map_len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (*map == MAP_FAILED)
		die("out of memory");
	want_large_pages(*map, *map_len);
	return (char *)*map + (LARGE_PAGE - (uintptr_t)*map % LARGE_PAGE) % LARGE_PAGE;
}

char *
xstrdup(const char *s)
{
	return checked(strdup(s));
}

char *
xstrndup(const char *s, size_t n)
{
	return checked(strndup(s, n));
}

char *
xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		die("cannot format a message");
	s = xmalloc((size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return s;
}

void
xgrow(void *p, size_t *cap, size_t n, size_t size)
{
	void *array;
	size_t new_cap = *cap > 0 ? *cap : 16;

	if (n <= *cap)
		return;
	while (new_cap < n) {
		if (new_cap > SIZE_MAX / 2)
			die("out of memory");
		new_cap *= 2;
	}
	memcpy(&array, p, sizeof(array));
	array = xreallocarray(array, new_cap, size);
	memcpy(p, &array, sizeof(array));
	*cap = new_cap;
}
