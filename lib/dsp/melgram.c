/* SPDX-License-Identifier: MIT */
#include "dsp/melgram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "dsp/blocks.h"
#include "dsp/dct.h"
#include "dsp/mel.h"

#define DB_RANGE 80.0f
#define FLUX_DELAY 3 /* values before the first difference: 1 for the lag, 2 for centring */

struct melgram {
	struct mel *mel;
	size_t n_mfcc;
	float *dct;        /* [MELGRAM_BANDS][n_mfcc] */
	float *out;        /* [n_mfcc][LANES] */
	struct blocks *db; /* [MELGRAM_BANDS][LANES] each */
	size_t n_windows;
	float db_max;
};

struct melgram *
melgram_new(struct arena *arena, size_t n_fft, double rate, size_t n_mfcc)
{
	struct melgram *m = xcalloc(1, sizeof(*m));

	m->mel = mel_new(MELGRAM_BANDS, n_fft, rate, rate / 2);
	m->n_mfcc = n_mfcc;
	m->dct = xalignedarray(n_mfcc * MELGRAM_BANDS, sizeof(*m->dct));
	dct_matrix(n_mfcc, MELGRAM_BANDS, m->dct);
	m->out = xalignedarray(n_mfcc * LANES, sizeof(*m->out));
	m->db = blocks_new(arena, MELGRAM_BANDS);
	melgram_reset(m);
	return m;
}

void
melgram_free(struct melgram *m)
{
	if (m == NULL)
		return;
	mel_free(m->mel);
	free(m->dct);
	free(m->out);
	blocks_free(m->db);
	free(m);
}

void
melgram_reset(struct melgram *m)
{
	m->n_windows = 0;
	m->db_max = -1e30f;
}

void
melgram_add(struct melgram *m, const struct kernel *kernel, const float *power, int n_windows)
{
	/* lanes without a window hold the smallest value there is, so they are never the maximum */
	m->db_max =
	    fmaxf(m->db_max, kernel->mel_db(m->mel, power, blocks_at(m->db, m->n_windows / LANES)));
	m->n_windows += (size_t)n_windows;
}

/*
 * A constant added to all bands changes coefficient 0 alone, so decibels are taken relative to the
 * first band: the other coefficients of a silent window are then exactly zero.
 */
void
melgram_mfcc(const struct melgram *m, const struct kernel *kernel, float *const *mfcc)
{
	float origin[LANES], floor = m->db_max - DB_RANGE;

	for (size_t at = 0; at < m->n_windows; at += LANES) {
		const float *db = blocks_at(m->db, at / LANES);

		for (int lane = 0; lane < LANES; lane++)
			origin[lane] = fmaxf(db[lane], floor);
		kernel->transform(m->dct, m->n_mfcc, MELGRAM_BANDS, db, floor, origin, m->out);
		for (int lane = 0; lane < LANES; lane++)
			m->out[lane] += origin[lane] * sqrtf(MELGRAM_BANDS);
		for (size_t i = 0; i < m->n_mfcc; i++)
			memcpy(&mfcc[i][at], &m->out[i * LANES], LANES * sizeof(*m->out));
	}
}

void
melgram_flux(const struct melgram *m, const struct kernel *kernel, float *flux)
{
	size_t n = m->n_windows;

	for (size_t at = 0; at < n; at += LANES) {
		const float *db = blocks_at(m->db, at / LANES);
		const float *before = at > 0 ? blocks_at(m->db, at / LANES - 1) : db;
		float sum[LANES];

		kernel->flux(db, before, MELGRAM_BANDS, m->db_max - DB_RANGE, sum);
		for (size_t lane = 0; lane < LANES; lane++) {
			if (at + lane + FLUX_DELAY - 1 < n)
				flux[at + lane + FLUX_DELAY - 1] = sum[lane] / MELGRAM_BANDS;
		}
	}
	for (size_t t = 0; t < FLUX_DELAY && t < n; t++)
		flux[t] = 0;
}
