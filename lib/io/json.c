/* SPDX-License-Identifier: MIT */
#include "io/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/xmalloc.h"

/* struct json is cJSON under a name that does not let its header out of this file */
static const cJSON *
in(const struct json *v)
{
	return (const cJSON *)v;
}

static struct json *
made(cJSON *v)
{
	/* cJSON returns NULL when memory runs out: end the program as xmalloc does */
	return v != NULL ? (struct json *)v : xmalloc((size_t)-1 / 2);
}

struct json *
json_parse(const char *text, size_t len)
{
	const char *end = NULL;
	cJSON *v = cJSON_ParseWithLengthOpts(text, len, &end, 0);

	if (v == NULL)
		return NULL;
	for (; end < text + len; end++) {
		if (strchr(" \t\r\n", *end) == NULL || *end == '\0') {
			cJSON_Delete(v);
			return NULL;
		}
	}
	return (struct json *)v;
}

/* the number of a \uXXXX that text[len] begins with, -1: it begins with none */
static long
escaped_unit(const char *text, size_t len)
{
	char digits[5];

	if (len < 6 || text[0] != '\\' || text[1] != 'u')
		return -1;
	memcpy(digits, text + 2, 4);
	digits[4] = '\0';
	return strspn(digits, "0123456789abcdefABCDEF") == 4 ? strtol(digits, NULL, 16) : -1;
}

struct json *
json_parse_bytes(char *text, size_t len)
{
	bool after_high = false; /* a low half that follows belongs to it */
	size_t n = 0;

	if (memchr(text, '\0', len) != NULL)
		return NULL;
	for (size_t i = 0, step; i < len; i += step) {
		long unit = escaped_unit(text + i, len - i);

		if (unit == 0)
			return NULL;
		step = unit >= 0 ? 6 : text[i] == '\\' && i + 1 < len ? 2 : 1;
		if (unit >= 0xdc80 && unit <= 0xdcff && !after_high) {
			text[n++] = (char)(unit & 0xff);
		} else {
			memmove(text + n, text + i, step);
			n += step;
		}
		after_high = unit >= 0xd800 && unit < 0xdc00;
	}
	return json_parse(text, n);
}

void
json_free(struct json *v)
{
	cJSON_Delete((cJSON *)v);
}

const struct json *
json_get(const struct json *v, const char *name)
{
	if (!json_is_object(v))
		return NULL;
	return (const struct json *)cJSON_GetObjectItemCaseSensitive(in(v), name);
}

bool
json_is_object(const struct json *v)
{
	return v != NULL && cJSON_IsObject(in(v));
}

bool
json_is_array(const struct json *v)
{
	return v != NULL && cJSON_IsArray(in(v));
}

bool
json_is_null(const struct json *v)
{
	return v != NULL && cJSON_IsNull(in(v));
}

bool
json_is_true(const struct json *v)
{
	return v != NULL && cJSON_IsTrue(in(v));
}

const char *
json_string(const struct json *v)
{
	return v != NULL && cJSON_IsString(in(v)) ? in(v)->valuestring : NULL;
}

bool
json_number(const struct json *v, double *out)
{
	if (v == NULL || !cJSON_IsNumber(in(v)) || !isfinite(in(v)->valuedouble))
		return false;
	*out = in(v)->valuedouble;
	return true;
}

bool
json_uint(const struct json *v, uint64_t *out)
{
	double x;

	if (!json_number(v, &x) || x < 0 || x > 0x1p53 || x != floor(x))
		return false;
	*out = (uint64_t)x;
	return true;
}

size_t
json_count(const struct json *v)
{
	size_t n = 0;

	for (const struct json *m = json_first(v); m != NULL; m = json_next(m))
		n++;
	return n;
}

const struct json *
json_first(const struct json *v)
{
	return json_is_object(v) || json_is_array(v) ? (const struct json *)in(v)->child : NULL;
}

const struct json *
json_next(const struct json *v)
{
	return (const struct json *)in(v)->next;
}

const char *
json_name(const struct json *v)
{
	return v != NULL ? in(v)->string : NULL;
}

struct json *
json_new_object(void)
{
	return made(cJSON_CreateObject());
}

struct json *
json_new_array(void)
{
	return made(cJSON_CreateArray());
}

struct json *
json_new_string(const char *s)
{
	return made(cJSON_CreateString(s));
}

struct json *
json_new_number(double x)
{
	return made(cJSON_CreateNumber(x));
}

struct json *
json_new_null(void)
{
	return made(cJSON_CreateNull());
}

struct json *
json_set(struct json *object, const char *name, struct json *value)
{
	if (!cJSON_AddItemToObject((cJSON *)object, name, (cJSON *)value))
		made(NULL);
	return value;
}

struct json *
json_push(struct json *array, struct json *value)
{
	if (!cJSON_AddItemToArray((cJSON *)array, (cJSON *)value))
		made(NULL);
	return value;
}

char *
json_print(const struct json *v, bool indented)
{
	char *text = indented ? cJSON_Print(in(v)) : cJSON_PrintUnformatted(in(v));

	return text != NULL ? text : xmalloc((size_t)-1 / 2);
}
