/* SPDX-License-Identifier: MIT */
#include "match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "fold.h"

#define DURATION_TOLERANCE_S 3.0

/* words and phrases that tell what a folded note is about; each list ends in NULL */
static const char *const featured[] = {"feat", "ft", "featuring", NULL};
static const char *const versions[] = {"live", "karaoke", "remix", "remixed", "rmx", "mix", "mixed",
    "instrumental", "cover", "tribute", "in the style of", "made famous by",
    "originally performed by", "acoustic", "unplugged", "demo", "sped up", "slowed", "nightcore",
    "8d", "reprise", "rehearsal", "extended", NULL};
static const char *const masters[] = {"remaster", "remastered", "remasterizado", "remasterise",
    "mono", "stereo", "album version", "single version", "original version", "radio edit",
    "explicit", "bonus track", NULL};

/* Whether the folded text has a phrase of the list at a word's beginning and end. */
static bool
has_phrase(const char *folded, const char *const *list)
{
	for (; *list != NULL; list++) {
		size_t len = strlen(*list);

		for (const char *p = folded; (p = strstr(p, *list)) != NULL; p++) {
			if ((p == folded || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
				return true;
		}
	}
	return false;
}

/* A note of a title, from its bracket or dash up to, not including, `end`. */
struct note {
	const char *begin, *end;
	char *folded; /* the finder frees */
};

/* " - " or " \u2013 " */
static bool
is_dash(const char *p)
{
	return strncmp(p, " - ", 3) == 0 || strncmp(p, " \342\200\223 ", 5) == 0;
}

/* " feat. X" without brackets */
static bool
is_featured(const char *p)
{
	static const char *const openings[] = {" feat. ", " ft. ", " featuring "};

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
		size_t n = 0, len = strlen(openings[i]);

		while (n < len && (p[n] | 0x20) == (openings[i][n] | 0x20))
			n++;
		if (n == len)
			return true;
	}
	return false;
}

/*
 * The first note at or after p; false: there is none. A bracket that opens the title, as in "(I
 * Can't Get No) Satisfaction", is no note.
 */
static bool
note_find(const char *p, struct note *note)
{
	for (; *p != '\0'; p++) {
		const char *end = NULL;

		if (strncmp(p, " (", 2) == 0 || strncmp(p, " [", 2) == 0) {
			end = strchr(p, p[1] == '(' ? ')' : ']');
			end = end != NULL ? end + 1 : p + strlen(p);
		} else if (is_dash(p) || is_featured(p)) {
			end = p + 1;
			while (*end != '\0' && !is_dash(end) && strncmp(end, " (", 2) != 0 &&
			    strncmp(end, " [", 2) != 0)
				end++;
		}
		if (end != NULL) {
			char *text = xstrndup(p, (size_t)(end - p));

			*note = (struct note){p, end, fold_name(text)};
			free(text);
			return true;
		}
	}
	return false;
}

/* The title without its featured artists and, where asked, without remasters. */
static char *
strip(const char *title, bool drop_masters)
{
	char *out = xcalloc(strlen(title) + 1, 1);
	size_t len = 0;
	struct note note;

	while (note_find(title, &note)) {
		bool drop = !has_phrase(note.folded, versions) &&
		    (has_phrase(note.folded, featured) ||
			(drop_masters && has_phrase(note.folded, masters)));
		size_t n = (size_t)((drop ? note.begin : note.end) - title);

		memcpy(out + len, title, n);
		len += n;
		title = note.end;
		free(note.folded);
	}
	memcpy(out + len, title, strlen(title) + 1);
	return out;
}

/* Equal once folded; names that fold to nothing ("!!!") must be equal as they are. */
static bool
same(const char *a, const char *b)
{
	char *fa = fold_name(a), *fb = fold_name(b);
	bool equal = *fa == '\0' && *fb == '\0' ? strcmp(a, b) == 0 : strcmp(fa, fb) == 0;

	free(fa);
	free(fb);
	return equal;
}

static bool
same_stripped(const char *a, const char *b, bool drop_masters)
{
	char *sa = strip(a, drop_masters), *sb = strip(b, drop_masters);
	bool equal = same(sa, sb);

	free(sa);
	free(sb);
	return equal;
}

enum match
match_title(const char *wanted, const char *found)
{
	if (same_stripped(wanted, found, false))
		return MATCH_EXACT;
	return same_stripped(wanted, found, true) ? MATCH_REMASTER : MATCH_NONE;
}

/* "The Beatles" and "Beatles" are one */
static bool
same_artist(const char *a, const char *b)
{
	char *fa = fold_name(a), *fb = fold_name(b);
	const char *pa = strncmp(fa, "the ", 4) == 0 ? fa + 4 : fa;
	const char *pb = strncmp(fb, "the ", 4) == 0 ? fb + 4 : fb;
	bool equal = *fa == '\0' && *fb == '\0' ? strcmp(a, b) == 0 : strcmp(pa, pb) == 0;

	free(fa);
	free(fb);
	return equal;
}

/* "A, B" of one catalogue against "A & B" of the other */
static bool
same_joined(const char *a, const char *b)
{
	char *fa = fold_name(a), *fb = fold_name(b);
	char *words[] = {fa, fb};
	bool equal;

	for (int i = 0; i < 2; i++) {
		for (char *p = words[i]; (p = strstr(p, " and ")) != NULL;)
			memmove(p, p + 4, strlen(p + 4) + 1);
	}
	equal = *fa != '\0' && strcmp(fa, fb) == 0;
	free(fa);
	free(fb);
	return equal;
}

bool
match_artist(const char *wanted, const struct track *found)
{
	for (size_t i = 0; i < found->n_artists; i++) {
		if (same_artist(wanted, found->artists[i]))
			return true;
	}
	return found->n_artists > 0 && same_joined(wanted, found->artist);
}

bool
match_artists(const struct track *wanted, const struct track *found)
{
	for (size_t i = 0; i < wanted->n_artists; i++) {
		if (match_artist(wanted->artists[i], found))
			return true;
	}
	return wanted->n_artists > 0 && match_artist(wanted->artist, found);
}

bool
match_duration(const struct track *wanted, const struct track *found)
{
	return wanted->duration_s >= 0 && found->duration_s >= 0 &&
	    fabs(wanted->duration_s - found->duration_s) <= DURATION_TOLERANCE_S;
}

bool
match_is_other_version(const char *wanted, const char *title)
{
	char *asked = fold_name(wanted);
	bool other = false;
	struct note note;

	if (!has_phrase(asked, versions)) {
		for (const char *p = title; !other && note_find(p, &note); p = note.end) {
			other = has_phrase(note.folded, versions);
			free(note.folded);
		}
	}
	free(asked);
	return other;
}

char *
match_plain_title(const char *title)
{
	return strip(title, true);
}
