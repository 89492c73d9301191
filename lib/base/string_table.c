/* SPDX-License-Identifier: MIT */
#include "base/string_table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

/* FNV-1a (Fowler, Noll, Vo) */
static uint64_t
hash(const char *s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	return h;
}

/* where the name is, or where it would be put; n_slots is a power of two and never full */
static size_t
slot_of(const struct string_table *s, const char *name)
{
	size_t i = (size_t)hash(name) & (s->n_slots - 1);

	while (s->slots[i] != 0 && strcmp(s->list[s->slots[i] - 1], name) != 0)
		i = (i + 1) & (s->n_slots - 1);
	return i;
}

static void
rehash(struct string_table *s)
{
	s->n_slots = s->n_slots > 0 ? 2 * s->n_slots : 64;
	free(s->slots);
	s->slots = xcalloc(s->n_slots, sizeof(*s->slots));
	for (size_t i = 0; i < s->n; i++)
		s->slots[slot_of(s, s->list[i])] = i + 1;
}

size_t
string_table_find(const struct string_table *s, const char *name)
{
	size_t number = s->n_slots > 0 ? s->slots[slot_of(s, name)] : 0;

	return number > 0 ? number - 1 : STRING_TABLE_NONE;
}

size_t
string_table_add(struct string_table *s, const char *name)
{
	size_t slot;

	if (2 * (s->n + 1) > s->n_slots)
		rehash(s);
	slot = slot_of(s, name);
	if (s->slots[slot] == 0) {
		xgrow(&s->list, &s->list_cap, s->n + 1, sizeof(*s->list));
		s->list[s->n++] = xstrdup(name);
		s->slots[slot] = s->n;
	}
	return s->slots[slot] - 1;
}

void
string_table_free(struct string_table *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->list[i]);
	free(s->list);
	free(s->slots);
	memset(s, 0, sizeof(*s));
}
