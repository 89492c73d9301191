/* SPDX-License-Identifier: MIT */
#include "reel.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/xmalloc.h"

#define MAP_MIN ((size_t)64 * 1024 * 1024) /* memory is taken as it is filled */

struct reel {
	void *map; /* from the first large page that is still held on */
	size_t map_len;
	float *samples; /* the first that is held */
	size_t held;
};

struct reel *
reel_new(void)
{
	return xcalloc(1, sizeof(struct reel));
}

static void
unmap(struct reel *r, size_t len)
{
	if (len == 0)
		return;
	munmap(r->map, len);
	r->map = (char *)r->map + len;
	r->map_len -= len;
}

void
reel_free(struct reel *r)
{
	if (r == NULL)
		return;
	unmap(r, r->map_len);
	free(r);
}

/* samples that there is room for, from the first that is held */
static size_t
room(const struct reel *r)
{
	if (r->map_len == 0)
		return 0;
	return (size_t)((char *)r->map + r->map_len - (char *)r->samples) / sizeof(float);
}

/* to new memory, with room for n samples and what comes later */
static void
move(struct reel *r, size_t n)
{
	size_t len = MAP_MIN, map_len;
	float *samples;
	void *map;

	while (len < 2 * n * sizeof(*samples))
		len *= 2;
	samples = xmap(len, &map, &map_len);
	if (r->held > 0)
		memcpy(samples, r->samples, r->held * sizeof(*samples));
	unmap(r, r->map_len);
	r->map = map;
	r->map_len = map_len;
	r->samples = samples;
}

float *
reel_room(struct reel *r, size_t n)
{
	if (room(r) < r->held + n)
		move(r, r->held + n);
	return r->samples + r->held;
}

void
reel_add(struct reel *r, size_t n)
{
	r->held += n;
}

void
reel_drop(struct reel *r, size_t n)
{
	char *page;

	if (n == 0)
		return;
	r->samples += n;
	r->held -= n;
	/* what a pipe was lent of them it keeps */
	page = (char *)r->samples - (uintptr_t)r->samples % XMALLOC_LARGE_PAGE;
	if (page > (char *)r->map)
		unmap(r, (size_t)(page - (char *)r->map));
}

const float *
reel_samples(const struct reel *r)
{
	return r->samples;
}

size_t
reel_held(const struct reel *r)
{
	return r->held;
}
