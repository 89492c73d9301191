/* SPDX-License-Identifier: MIT */
#ifndef DSP_FRAMER_H
#define DSP_FRAMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dsp/kernel.h"

/*
 * Cuts a signal that comes in pieces into centred analysis windows, LANES at a time, with flat
 * memory. Window t is centred on sample t * hop; there are 1 + floor(n / hop) of them. Beyond its
 * ends the signal is continued: by reflection without repeating the end sample (docs/seed.md 3:
 * for any distance, so also for signals shorter than a window), or by zeros.
 */
enum framer_pad {
	FRAMER_REFLECT,
	FRAMER_ZERO,
};

/* LANES windows, or fewer at the end of the signal. */
struct framer_block {
	int64_t first; /* number of the first window */
	int n_windows; /* 1 to LANES */
	const float
	    *centre;      /* sample first * hop; readable from `reach` samples before it to `reach`
	                      * samples from the last window's centre on */
	int64_t n_before; /* real samples before *centre, the others are padding; at most reach */
	int64_t n_after;  /* real samples from *centre on */
};

struct framer;

/* The caller frees. hop and reach (half of the longest window) in samples, both 1 or more. */
struct framer *
framer_new(size_t hop, size_t reach, enum framer_pad pad);

void
framer_free(struct framer *f);

/* Forgets the signal: the next sample is the first of another one. */
void
framer_reset(struct framer *f);

/* Takes samples up to what the next block needs; returns how many it took. */
size_t
framer_push(struct framer *f, const float *samples, size_t n);

/*
 * The next block: call until it returns false after each framer_push, and after framer_finish. The
 * block is valid until the next call of any function.
 */
bool
framer_next(struct framer *f, struct framer_block *block);

/* The signal has ended: framer_next gives the blocks that are left. */
void
framer_finish(struct framer *f);

#endif
