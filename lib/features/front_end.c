/* SPDX-License-Identifier: MIT */
#include "features/front_end.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/xmalloc.h"

#define OVERLAP_MAX 0.999
#define SAMPLES_MAX (INT64_C(1) << 53) /* what JSON carries exactly */
#define WORD_MAX 256

/* for a model that says neither how to cut what has no end nor how it cut by time */
static const struct cut live_default = {.seconds = 10, .hop = 5};

/* "key:A:B", two numbers in range; false when the text is something else */
static bool
parse_pair(const char *text, const char *key, double a_max, double *a, double b_max, double *b)
{
	size_t key_len = strlen(key);
	char first[NUM_TEXT_LEN];
	const char *colon;

	if (strncmp(text, key, key_len) != 0 || text[key_len] != ':')
		return false;
	text += key_len + 1;
	colon = strchr(text, ':');
	if (colon == NULL || (size_t)(colon - text) >= sizeof(first))
		return false;
	memcpy(first, text, (size_t)(colon - text));
	first[colon - text] = '\0';
	return num_parse_double(first, 0, a_max, a) == NULL && *a > 0 &&
	    num_parse_double(colon + 1, 0, b_max, b) == NULL;
}

void
cut_print(const struct cut *cut, char *text)
{
	bool by_time = cut->seconds > 0;
	char a[NUM_TEXT_LEN], b[NUM_TEXT_LEN];

	*text = '\0';
	num_print(by_time ? cut->seconds : cut->window, a);
	num_print(by_time ? cut->hop : cut->overlap, b);
	/* a window of the whole track is no cut */
	if (by_time || (cut->window > 0 && cut->window < 1))
		snprintf(text, CUT_TEXT_LEN, "%s:%s:%s", by_time ? "seconds" : "window", a, b);
}

bool
cut_parse(const char *text, struct cut *cut)
{
	struct cut c = {0};

	if (*text != '\0' && !parse_pair(text, "window", 1, &c.window, OVERLAP_MAX, &c.overlap)) {
		c = (struct cut){0};
		if (!parse_pair(text, "seconds", FRONT_END_SECONDS_MAX, &c.seconds,
			FRONT_END_SECONDS_MAX, &c.hop) ||
		    !(c.hop > 0))
			return false;
	}
	*cut = c;
	return true;
}

static bool
cut_valid(const struct cut *c)
{
	return c->window >= 0 && c->window <= 1 && c->overlap >= 0 && c->overlap <= OVERLAP_MAX &&
	    c->seconds >= 0 && c->seconds <= FRONT_END_SECONDS_MAX && c->hop >= 0 &&
	    c->hop <= FRONT_END_SECONDS_MAX;
}

static bool
is_set_name(const char *name, size_t len, size_t room)
{
	return len > 0 && len < room &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") >= len;
}

bool
front_end_valid(const struct front_end *f)
{
	return is_set_name(f->set, strlen(f->set), sizeof(f->set)) && f->rate >= 1 &&
	    f->rate <= FRONT_END_RATE_MAX && f->skip >= 0 && f->skip <= SAMPLES_MAX &&
	    f->max_samples >= 0 && f->max_samples <= SAMPLES_MAX && f->excerpt >= 0 &&
	    f->excerpt <= SAMPLES_MAX && cut_valid(&f->cut) && cut_valid(&f->live);
}

char *
front_end_print(const struct front_end *f)
{
	char cut[CUT_TEXT_LEN], skip[40] = "", max[40] = "", excerpt[40] = "";

	cut_print(&f->cut, cut);
	if (f->skip > 0)
		snprintf(skip, sizeof(skip), "/skip:%lld", (long long)f->skip);
	if (f->max_samples > 0)
		snprintf(max, sizeof(max), "/max:%lld", (long long)f->max_samples);
	if (f->excerpt > 0)
		snprintf(excerpt, sizeof(excerpt), "/excerpt:%lld", (long long)f->excerpt);
	return xasprintf(
	    "%s/%ld%s%s%s%s%s", f->set, f->rate, skip, max, excerpt, *cut != '\0' ? "/" : "", cut);
}

/* the next part of a word, in place; NULL at its end */
static char *
next_part(char **rest)
{
	char *part = *rest, *slash = part != NULL ? strchr(part, '/') : NULL;

	if (slash != NULL)
		*slash++ = '\0';
	*rest = slash;
	return part;
}

/* the value of a part "key:N", NULL when it has another key */
static const char *
value_of(const char *part, const char *key)
{
	size_t len = strlen(key);

	return part != NULL && strncmp(part, key, len) == 0 ? part + len : NULL;
}

bool
front_end_parse(const char *word, struct front_end *out)
{
	struct front_end f = {.set = ""};
	char copy[WORD_MAX], *rest = copy, *part;
	int64_t rate;

	if (strlen(word) >= sizeof(copy))
		return false;
	strcpy(copy, word);
	part = next_part(&rest);
	if (!is_set_name(part, strlen(part), sizeof(f.set)))
		return false;
	strcpy(f.set, part);
	part = next_part(&rest);
	if (part == NULL || num_parse_int(part, 1, FRONT_END_RATE_MAX, &rate) != NULL)
		return false;
	f.rate = (long)rate;
	part = next_part(&rest);
	if (value_of(part, "skip:") != NULL) {
		if (num_parse_int(value_of(part, "skip:"), 1, SAMPLES_MAX, &f.skip) != NULL)
			return false;
		part = next_part(&rest);
	}
	if (value_of(part, "max:") != NULL) {
		if (num_parse_int(value_of(part, "max:"), 1, SAMPLES_MAX, &f.max_samples) != NULL)
			return false;
		part = next_part(&rest);
	}
	if (value_of(part, "excerpt:") != NULL) {
		if (num_parse_int(value_of(part, "excerpt:"), 1, SAMPLES_MAX, &f.excerpt) != NULL)
			return false;
		part = next_part(&rest);
	}
	if ((part != NULL && (*part == '\0' || !cut_parse(part, &f.cut))) || rest != NULL)
		return false;
	*out = f;
	return true;
}

static const char *const piece_names[] = {"ok", "silent", "short"};

const char *
piece_name(enum piece piece)
{
	return piece_names[piece];
}

char *
front_end_with_piece(const char *word, enum piece piece)
{
	return piece == PIECE_SOUND ? xstrdup(word) : xasprintf("%s/%s", word, piece_name(piece));
}

enum piece
front_end_piece(const char *word, size_t *len)
{
	const char *last = strrchr(word, '/');

	for (enum piece p = PIECE_SILENT; last != NULL && p <= PIECE_SHORT; p++) {
		if (strcmp(last + 1, piece_name(p)) == 0) {
			*len = (size_t)(last - word);
			return p;
		}
	}
	*len = strlen(word);
	return PIECE_SOUND;
}

/* seconds, of which decode makes just so many samples */
static double
seconds_of(int64_t samples, long rate)
{
	double seconds = (double)samples / (double)rate;

	return (int64_t)(seconds * (double)rate) < samples ? nextafter(seconds, INFINITY) : seconds;
}

static char *
decode_options(const struct front_end *f)
{
	char start[NUM_TEXT_LEN], length[NUM_TEXT_LEN], *skip, *max, *excerpt, *all;

	num_print(seconds_of(f->skip, f->rate), start);
	skip = f->skip > 0 ? xasprintf(" --start %s", start) : xstrdup("");
	max = f->max_samples > 0 ? xasprintf(" --max-samples %lld", (long long)f->max_samples)
				 : xstrdup("");
	num_print(seconds_of(f->excerpt, f->rate), length);
	excerpt = f->excerpt > 0 ? xasprintf(" --excerpt %s", length) : xstrdup("");
	all = xasprintf("--rate %ld%s%s%s", f->rate, skip, max, excerpt);
	free(excerpt);
	free(skip);
	free(max);
	return all;
}

static char *
split_options(const struct cut *cut)
{
	bool by_time = cut->seconds > 0;
	char a[NUM_TEXT_LEN], b[NUM_TEXT_LEN];

	num_print(by_time ? cut->seconds : cut->window > 0 ? cut->window : 1, a);
	num_print(by_time ? cut->hop > 0 ? cut->hop : cut->seconds : cut->overlap, b);
	return by_time ? xasprintf("--seconds %s --hop %s", a, b)
		       : xasprintf("--window %s --overlap %s", a, b);
}

static const struct cut *
live_cut(const struct front_end *f)
{
	return f->live.seconds > 0 ? &f->live : f->cut.seconds > 0 ? &f->cut : &live_default;
}

char *
front_end_options(const struct front_end *f, const char *program)
{
	char *decode, *split, *live, *all;

	if (strcmp(program, "decode") == 0)
		return decode_options(f);
	if (strcmp(program, "split") == 0)
		return split_options(&f->cut);
	if (strcmp(program, "live") == 0)
		return split_options(live_cut(f));
	if (strcmp(program, "featurize") == 0)
		return xasprintf("--set %s", f->set);
	if (strcmp(program, "all") != 0)
		return NULL;
	decode = decode_options(f);
	split = split_options(&f->cut);
	live = split_options(live_cut(f));
	all = xasprintf(
	    "decode %s\nsplit %s\nlive %s\nfeaturize --set %s", decode, split, live, f->set);
	free(decode);
	free(split);
	free(live);
	return all;
}
