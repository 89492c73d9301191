/* SPDX-License-Identifier: MIT */
/*
 * A library to be preloaded: the allocation whose number is in TORTURE_FAIL, counted from 1 in each
 * process, fails as if there were no memory left. Needs glibc, whose own allocator it calls.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

extern void *
__libc_malloc(size_t size);
extern void *
__libc_calloc(size_t n, size_t size);
extern void *
__libc_realloc(void *p, size_t size);
extern void *
__libc_memalign(size_t alignment, size_t size);

static atomic_long count, failing;

__attribute__((constructor)) static void
begin(void)
{
	const char *n = getenv("TORTURE_FAIL");

	count = 0;
	failing = n != NULL ? atol(n) : 0;
}

static int
fails(void)
{
	if (failing == 0 || ++count != failing)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}

void *
aligned_alloc(size_t alignment, size_t size)
{
	return fails() ? NULL : __libc_memalign(alignment, size);
}

int
posix_memalign(void **out, size_t alignment, size_t size)
{
	void *p = fails() ? NULL : __libc_memalign(alignment, size);

	if (p == NULL)
		return ENOMEM;
	*out = p;
	return 0;
}
