/* SPDX-License-Identifier: MIT */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stddef.h>

/*
 * A set of strings that numbers them 0, 1, 2, ... in the order in which they are first added.
 */
struct names {
	char **list;
	size_t n;
	size_t list_cap;
	size_t *slots; /* hash table of number + 1, 0: empty */
	size_t n_slots;
};

#define NAMES_NONE ((size_t)-1)

/* begin with a struct of zeros */
void
names_free(struct names *s);

/* The number of a name, which is added (copied) when it is new. */
size_t
names_add(struct names *s, const char *name);

/* The number of a name, NAMES_NONE when it is not there. */
size_t
names_find(const struct names *s, const char *name);

#endif
