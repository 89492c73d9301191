/* SPDX-License-Identifier: MIT */
#include "track.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define ALPHA "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

void
track_clear(struct track *t)
{
	free(t->title);
	free(t->artist);
	free(t->preview_url);
	for (size_t i = 0; i < t->n_artists; i++)
		free(t->artists[i]);
	memset(t, 0, sizeof(*t));
}

void
track_copy(struct track *dst, const struct track *src)
{
	*dst = *src;
	dst->title = xstrdup(src->title);
	dst->artist = xstrdup(src->artist);
	dst->preview_url = src->preview_url != NULL ? xstrdup(src->preview_url) : NULL;
	for (size_t i = 0; i < src->n_artists; i++)
		dst->artists[i] = xstrdup(src->artists[i]);
}

void
track_list_clear(struct track_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		track_clear(&list->tracks[i]);
	free(list->tracks);
	memset(list, 0, sizeof(*list));
}

void
track_list_add(struct track_list *list, const struct track *t)
{
	list->tracks = xreallocarray(list->tracks, list->n + 1, sizeof(*t));
	list->tracks[list->n++] = *t;
}

bool
track_parse_isrc(const char *text, char isrc[TRACK_ISRC_LEN + 1])
{
	char code[TRACK_ISRC_LEN + 1];
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (*text == '-')
			continue;
		if (n == TRACK_ISRC_LEN ||
		    strchr(DIGITS ALPHA "abcdefghijklmnopqrstuvwxyz", *text) == NULL)
			return false;
		code[n++] = *text >= 'a' ? (char)(*text - 'a' + 'A') : *text;
	}
	code[n] = '\0';
	/* country, registrant, year and number: CC XXX YY NNNNN */
	if (n != TRACK_ISRC_LEN || strspn(code, ALPHA) < 2 || strspn(code + 5, DIGITS) != 7)
		return false;
	memcpy(isrc, code, sizeof(code));
	return true;
}
