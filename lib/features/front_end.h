/* SPDX-License-Identifier: MIT */
#ifndef FEATURES_FRONT_END_H
#define FEATURES_FRONT_END_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How rows of features were made from audio. It travels with them as one word, and a model keeps
 * it, so that a pipeline can make more rows in the same way:
 *
 *   seed/22050/max:660000/window:0.2:0.5    set, rate, at most so many samples of a track, the cut
 *   extended/22050/seconds:30:15            pieces of 30 s, one each 15 s
 *   musicnn/16000                           whole tracks
 *   musicnn/16000/excerpt:960000            so many samples from the middle of each
 */

/* How tracks are cut into segments; all 0: not at all. */
struct cut {
	double window, overlap; /* fractions of the track, of the window: 0 < window < 1 */
	double seconds, hop;    /* by time: both more than 0 */
};

struct front_end {
	char set[32];        /* name of the feature set; "": it is not known how rows were made */
	long rate;           /* Hz */
	int64_t skip;        /* samples left out at the start of a track */
	int64_t max_samples; /* of a track, 0: all */
	int64_t excerpt;     /* samples from the middle of a track, 0: no excerpt */
	struct cut cut;
	struct cut live; /* by time, for what has no end; all 0: not said */
};

#define CUT_TEXT_LEN 96
#define FRONT_END_RATE_MAX 768000
#define FRONT_END_SECONDS_MAX 3600

/* "window:0.2:0.5", "seconds:30:15" or "" to text[CUT_TEXT_LEN]; back: false when it is neither */
void
cut_print(const struct cut *cut, char *text);

bool
cut_parse(const char *text, struct cut *cut);

/* Whether every number is in range, and the name of the set one of a set: [a-z0-9_]+. */
bool
front_end_valid(const struct front_end *f);

/* The word, without `live`; the caller frees. Back: false when it is none; `live` is then all 0. */
char *
front_end_print(const struct front_end *f);

bool
front_end_parse(const char *word, struct front_end *f);

/*
 * What a row was computed from. Of silence and of pieces shorter than the set can hear anything in,
 * a row has numbers, but they say nothing of the music; the row's word then ends in "/silent" or
 * "/short".
 */
enum piece {
	PIECE_SOUND,
	PIECE_SILENT,
	PIECE_SHORT,
};

/* "ok", "silent", "short" */
const char *
piece_name(enum piece piece);

/* The word of a front end with the piece's end; the caller frees. */
char *
front_end_with_piece(const char *word, enum piece piece);

/* The piece that a word tells; *len is the length of the word without that. */
enum piece
front_end_piece(const char *word, size_t *len);

/*
 * The options for one program, "decode", "split" or "featurize", as text for a shell: only words
 * made here from checked numbers and a checked name; "live": those of split for input without an
 * end; "all": a line for each of the four, its name first. "" where there is nothing to say, NULL
 * for another program. The caller frees.
 */
char *
front_end_options(const struct front_end *f, const char *program);

#endif
