/* SPDX-License-Identifier: MIT */
#ifndef MODEL_FRONT_END_H
#define MODEL_FRONT_END_H

#include <stddef.h>
#include <stdint.h>

#include "io/json.h"

/*
 * How the rows that a model was trained on came from audio: what a pipeline must tell decode, split
 * and featurize to make more of them.
 */
struct front_end {
	char set[32];           /* feature set */
	long rate;              /* Hz */
	int64_t max_samples;    /* of a track, 0: all */
	double window, overlap; /* cut by fraction, where seconds is 0 */
	double seconds, hop;    /* cut by time; window and seconds both 0: not cut */
	double live_seconds, live_hop; /* how to cut what has no end, where seconds says nothing, or
	                                  pieces too long to wait for; 0: like seconds and hop */
};

/* the default: seed, 22050 Hz, whole tracks */
struct front_end
front_end_default(void);

/* As an object; and back: returns a reason, or NULL and *f. Every number is checked. */
struct json *
front_end_to_json(const struct front_end *f);

const char *
front_end_from_json(const struct json *v, struct front_end *f);

/*
 * The options for one program, "decode", "split" or "featurize", as text for a shell: only words
 * made here from checked numbers and a checked name; "live": those of split for input without an
 * end. "" where there is nothing to say, NULL for another program. The caller frees.
 */
char *
front_end_options(const struct front_end *f, const char *program);

#endif
