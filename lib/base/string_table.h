/* SPDX-License-Identifier: MIT */
#ifndef BASE_STRING_TABLE_H
#define BASE_STRING_TABLE_H

#include <stddef.h>

/*
 * A set of strings that numbers them 0, 1, 2, ... in the order in which they are first added.
 */
struct string_table {
	char **list;
	size_t n;
	size_t list_cap;
	size_t *slots; /* hash table of number + 1, 0: empty */
	size_t n_slots;
};

#define STRING_TABLE_NONE ((size_t)-1)

/* begin with a struct of zeros */
void
string_table_free(struct string_table *s);

/* The number of a name, which is added (copied) when it is new. */
size_t
string_table_add(struct string_table *s, const char *name);

/* The number of a name, STRING_TABLE_NONE when it is not there. */
size_t
string_table_find(const struct string_table *s, const char *name);

#endif
