/* SPDX-License-Identifier: MIT */
#include "io/stream_record.h"

#include <string.h>

#include "base/num.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* a value may hold no byte that has to be escaped, and '%' only before two hexadecimal digits */
static bool
well_escaped(const char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
		if (*s == '%' &&
		    (hex_digit(s[1]) < 0 || hex_digit(s[2]) < 0 || (s[1] == '0' && s[2] == '0')))
			return false;
	}
	return true;
}

static void
unescape(char *s)
{
	char *out = s;

	for (; *s; s++) {
		if (*s == '%') {
			*out++ = (char)(hex_digit(s[1]) * 16 + hex_digit(s[2]));
			s += 2;
		} else {
			*out++ = *s;
		}
	}
	*out = '\0';
}

static char *
next_word(char **rest)
{
	char *word = *rest, *space;

	if (word == NULL)
		return NULL;
	space = strchr(word, ' ');
	if (space != NULL)
		*space++ = '\0';
	*rest = space;
	return word;
}

const char *
stream_record_parse(struct stream_record *record)
{
	char *rest = record->text, *word;

	record->n_pairs = 0;
	if (strncmp(rest, STREAM_MAGIC, strlen(STREAM_MAGIC)) != 0)
		return "not an MGC1 stream";
	rest += strlen(STREAM_MAGIC);
	record->type = next_word(&rest);
	if (*record->type == '\0')
		return "record without a type";
	while ((word = next_word(&rest)) != NULL) {
		struct stream_pair *pair = &record->pairs[record->n_pairs];
		char *equals = strchr(word, '=');

		if (equals == NULL || equals == word || !well_escaped(word))
			return "record with a malformed key or value";
		if (record->n_pairs == STREAM_PAIRS_MAX)
			return "record with too many keys";
		*equals = '\0';
		*pair = (struct stream_pair){word, equals + 1, false};
		for (size_t i = 0; i < record->n_pairs; i++) {
			if (strcmp(record->pairs[i].key, word) == 0)
				return "record with a repeated key";
		}
		record->n_pairs++;
	}
	return NULL;
}

const char *
stream_record_string(struct stream_record *record, const char *key)
{
	for (size_t i = 0; i < record->n_pairs; i++) {
		struct stream_pair *pair = &record->pairs[i];

		if (strcmp(pair->key, key) == 0) {
			if (!pair->known)
				unescape(pair->value);
			pair->known = true;
			return pair->value;
		}
	}
	return NULL;
}

int
stream_record_int(
    struct stream_record *record, const char *key, int64_t min, int64_t max, int64_t *out)
{
	const char *value = stream_record_string(record, key);

	if (value == NULL)
		return 0;
	return num_parse_int(value, min, max, out) == NULL ? 1 : -1;
}

long
stream_escape(const char *text, char *out, size_t cap)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t len = 0;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		bool plain = c > 0x20 && c != 0x7f && c != '%';

		if (len + (plain ? 1 : 3) >= cap)
			return -1;
		if (plain) {
			out[len++] = (char)c;
		} else {
			out[len++] = '%';
			out[len++] = digits[c >> 4];
			out[len++] = digits[c & 15];
		}
	}
	out[len] = '\0';
	return (long)len;
}
