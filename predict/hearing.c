/* SPDX-License-Identifier: MIT */
#include "hearing.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_table.h"
#include "base/xmalloc.h"
#include "features/front_end.h"
#include "features/sounds.h"
#include "tables/field.h"
#include "tables/roles.h"

#define TAG_PREFIX "tag_"
#define BEST_MIN 3     /* of what a track sounds like, so many are named */
#define BEST_MAX 5     /* and up to so many */
#define BEST_SHARE 0.1 /* that are at least so probable */

struct tag {
	size_t column;
	enum sound sound;
	double sum; /* over the rows of the open track that are not silent */
};

struct hearing {
	struct csv_reader *csv;
	long track, front_end; /* columns */
	char *all_front_end;   /* of the rows, NULL: none yet */
	struct tag *tags;
	size_t n_tags;
	struct string_table tracks; /* the last one is open */
	struct heard *heard;        /* [tracks.n]: of an open one not set */
	size_t cap;
	size_t n_rows; /* of the open track that are not silent */
	bool open, at_end;
	struct heard absent; /* in a track that is not in the table */
};

struct hearing *
hearing_new(struct csv_reader *csv)
{
	struct hearing *h;
	size_t cap = 0;
	bool knows_music = false;

	if (csv_read_header(csv) != 0)
		return NULL;
	csv_must_end(csv);
	h = xcalloc(1, sizeof(*h));
	h->csv = csv;
	h->absent = (struct heard){-1, xstrdup(""), xstrdup(PREDICTIONS_NOT_HEARD)};
	h->track = csv_find(csv, ROLE_TRACK);
	h->front_end = csv_find(csv, ROLE_FRONT_END);
	for (size_t i = 0; i < csv_n_columns(csv); i++) {
		enum sound sound = sound_find(csv_name(csv, i));

		if (sound == SOUND_NONE)
			continue;
		xgrow(&h->tags, &cap, h->n_tags + 1, sizeof(*h->tags));
		h->tags[h->n_tags++] = (struct tag){.column = i, .sound = sound};
		knows_music |= sound != SOUND_OTHER;
	}
	if (h->track >= 0 && knows_music)
		return h;
	csv_fail(csv, h->track < 0 ? "no column 'track'" : "no column tag_... of the set audioset");
	hearing_free(h);
	return NULL;
}

static void
heard_clear(struct heard *heard)
{
	free(heard->sounds_like);
	free(heard->status);
}

void
hearing_free(struct hearing *h)
{
	if (h == NULL)
		return;
	for (size_t i = 0; i + h->open < h->tracks.n; i++)
		heard_clear(&h->heard[i]);
	heard_clear(&h->absent);
	free(h->heard);
	free(h->tags);
	free(h->all_front_end);
	string_table_free(&h->tracks);
	free(h);
}

/* the most probable of the tags that are wanted and not yet taken; NULL: there is none */
static struct tag *
strongest(const struct hearing *h, bool (*wanted)(enum sound), const bool *taken)
{
	struct tag *best = NULL;

	for (size_t i = 0; i < h->n_tags; i++) {
		struct tag *t = &h->tags[i];

		if (wanted(t->sound) && (taken == NULL || !taken[i]) &&
		    (best == NULL || t->sum > best->sum))
			best = t;
	}
	return best;
}

static bool
is_music(enum sound sound)
{
	return sound != SOUND_OTHER;
}

static bool
is_kind(enum sound sound)
{
	return sound == SOUND_KIND;
}

static bool
is_other(enum sound sound)
{
	return sound == SOUND_OTHER;
}

/* "rock music 0.41"; the caller frees */
static char *
tag_print(const struct hearing *h, const struct tag *t)
{
	const char *name = csv_name(h->csv, t->column) + strlen(TAG_PREFIX);
	char *text = xasprintf("%s %.2f", name, t->sum / (double)h->n_rows);

	for (char *at = text; *at != '\0'; at++)
		*at = *at == '_' ? ' ' : *at;
	return text;
}

/* "rock music 0.41; heavy metal 0.2", the most probable first; the caller frees */
static char *
print_strongest(const struct hearing *h, bool (*wanted)(enum sound))
{
	bool *taken = xcalloc(h->n_tags, sizeof(*taken));
	char *text = xstrdup("");
	struct tag *t;

	for (size_t n = 0; n < BEST_MAX && (t = strongest(h, wanted, taken)) != NULL; n++) {
		char *before = text, *one = tag_print(h, t);

		if (n >= BEST_MIN && t->sum < BEST_SHARE * (double)h->n_rows)
			n = BEST_MAX;
		else
			text = xasprintf("%s%s%s", before, n > 0 ? "; " : "", one);
		taken[t - h->tags] = true;
		if (text != before)
			free(before);
		free(one);
	}
	free(taken);
	return text;
}

static char *
print_no_music(const struct hearing *h)
{
	const struct tag *t = strongest(h, is_other, NULL);
	char *other = t != NULL ? tag_print(h, t) : xstrdup("nothing else either");
	char *status = xasprintf(PREDICTIONS_NO_MUSIC "%s)", other);

	free(other);
	return status;
}

/* the open track is complete */
static void
end_track(struct hearing *h)
{
	struct heard *heard;
	bool music;

	if (!h->open)
		return;
	heard = &h->heard[h->tracks.n - 1];
	*heard = (struct heard){.music = -1};
	if (h->n_rows > 0) {
		heard->music = strongest(h, is_music, NULL)->sum / (double)h->n_rows;
		music = heard->music >= SOUNDS_MUSIC_MIN;
		heard->status = music ? NULL : print_no_music(h);
		heard->sounds_like = print_strongest(h, music ? is_kind : is_other);
	} else {
		heard->sounds_like = xstrdup("");
	}
	h->open = false;
}

/* the row is of the open track, or opens the next one */
static int
begin_row(struct hearing *h)
{
	const char *track = field_text(h->csv, h->track);

	if (h->open && strcmp(track, h->tracks.list[h->tracks.n - 1]) == 0)
		return 0;
	end_track(h);
	if (string_table_find(&h->tracks, track) != STRING_TABLE_NONE)
		return csv_fail(
		    h->csv, "track '%.80s' comes again after other tracks: sort the rows", track);
	string_table_add(&h->tracks, track);
	xgrow(&h->heard, &h->cap, h->tracks.n, sizeof(*h->heard));
	h->open = true;
	h->n_rows = 0;
	for (size_t i = 0; i < h->n_tags; i++)
		h->tags[i].sum = 0;
	return 0;
}

static int
take_row(struct hearing *h)
{
	enum piece piece;

	if (roles_same_front_end(h->csv, h->front_end, &h->all_front_end, &piece) != 0 ||
	    begin_row(h) != 0)
		return -1;
	if (piece == PIECE_SILENT)
		return 0; /* a short one may be all that there is, and is better than nothing */
	h->n_rows++;
	for (size_t i = 0; i < h->n_tags; i++) {
		double x;

		if (csv_number(h->csv, h->tags[i].column, &x) != 0 ||
		    field_check_share(h->csv, (long)h->tags[i].column, x) != 0)
			return -1;
		h->tags[i].sum += x;
	}
	return 0;
}

/* Reads a row. Returns 1, 0 at the end, -1 with csv_error. */
static int
read_row(struct hearing *h)
{
	int rc = h->at_end ? 0 : csv_read_row(h->csv);

	if (rc > 0)
		return take_row(h) == 0 ? 1 : -1;
	if (rc == 0) {
		end_track(h);
		h->at_end = true;
	}
	return rc;
}

const char *
hearing_error(const struct hearing *h)
{
	return csv_error(h->csv);
}

const struct heard *
hearing_of(struct hearing *h, const char *track)
{
	for (;;) {
		size_t i = string_table_find(&h->tracks, track);

		if (i != STRING_TABLE_NONE && (i + 1 < h->tracks.n || !h->open))
			return &h->heard[i];
		if (h->at_end)
			return &h->absent;
		if (read_row(h) < 0)
			return NULL;
	}
}

int
hearing_finish(struct hearing *h)
{
	int rc;

	while ((rc = read_row(h)) > 0) {
	}
	return rc;
}
