/* SPDX-License-Identifier: MIT */
#ifndef IO_JSON_H
#define IO_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * JSON, read strictly and written readably, over cJSON: names are compared with case, types are
 * checked, bytes after the value are an error, nesting is bounded. A value got from another one
 * belongs to it; json_free takes a whole tree. Every reader takes NULL and answers "not there".
 */
struct json;

/* Parses len bytes. Returns NULL when they are not one JSON value and white space. */
struct json *
json_parse(const char *text, size_t len);

/*
 * The same of a text in which bytes that are not UTF-8 are written as \udc80 to \udcff, halves of
 * surrogates, as Python's surrogateescape has it: strings then hold the bytes. Changes the text.
 * One with a NUL, as a byte or escaped, is refused.
 */
struct json *
json_parse_bytes(char *text, size_t len);

void
json_free(struct json *v);

/* The member of an object, NULL when v is no object or has none of that name. */
const struct json *
json_get(const struct json *v, const char *name);

bool
json_is_object(const struct json *v);

bool
json_is_array(const struct json *v);

bool
json_is_null(const struct json *v);

/* Whether it is the word true. */
bool
json_is_true(const struct json *v);

/* The text of a string, NULL for anything else. Never holds a NUL byte: cJSON ends it there. */
const char *
json_string(const struct json *v);

/* A number to *out; false for anything else. */
bool
json_number(const struct json *v, double *out);

/* A whole number from 0 to 2^53, exactly; false for anything else. */
bool
json_uint(const struct json *v, uint64_t *out);

/* Members of an array or object; 0 for anything else. */
size_t
json_count(const struct json *v);

/* The first member of an array or object, and the one after; NULL at the end. */
const struct json *
json_first(const struct json *v);

const struct json *
json_next(const struct json *v);

/* The name of a member of an object; NULL in an array. */
const char *
json_name(const struct json *v);

struct json *
json_new_object(void);

struct json *
json_new_array(void);

struct json *
json_new_string(const char *s);

struct json *
json_new_number(double x);

struct json *
json_new_null(void);

/* Puts a value, which is then owned by the object / array. Returns the value. */
struct json *
json_set(struct json *object, const char *name, struct json *value);

struct json *
json_push(struct json *array, struct json *value);

/* The text, indented or on one line; the caller frees. */
char *
json_print(const struct json *v, bool indented);

#endif
