/* SPDX-License-Identifier: MIT */
#include "nn/time_conv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define N CONV_DFT
#define N_WIDE ((CONV_PRODUCTS + CONV_GROUP - 1) / CONV_GROUP * CONV_GROUP)
#define SHORT 7 /* frames of a kernel that is not cut */
#define PART 16 /* frames of a part of the others */
#define LONGEST 128

/* how windows follow one another: from frame -before on, a hop apart */
struct windows {
	size_t before, hop, n;
};

enum { OF_SHORT, OF_LONG, N_KINDS };

static const struct windows kinds[N_KINDS] = {
    [OF_SHORT] = {(SHORT - 1) / 2, N - SHORT + 1, (TIME_FRAMES + N - SHORT) / (N - SHORT + 1)},
    [OF_LONG] = {(LONGEST - 1) / 2, PART, (TIME_FRAMES + PART - 1) / PART + LONGEST / PART - 1},
};

#define WINDOWS_MAX 19
#define PADDED (LONGEST + WINDOWS_MAX * PART + N)

struct time_conv {
	size_t n_bands, n_parts, n_panels;
	int kind;
	size_t first_window; /* of the first part, at the first block of frames */
	float *panels;       /* [n_panels][CONV_PRODUCTS][n_parts][n_bands][CONV_PANEL] */
};

struct time_spectra {
	float *dft;              /* panels of [N][N_WIDE]: what makes a spectrum of N frames */
	float *spectra[N_KINDS]; /* [CONV_PRODUCTS][kinds[].n][TIME_BANDS] */
	float padded[PADDED][TIME_BANDS];
	float window[TIME_BANDS][N_WIDE];
	float products[CONV_PRODUCTS * TIME_BANDS * CONV_PANEL];
};

static const float no_bias[N_WIDE];

/* cos(2 pi k / N) and the sine */
struct turns {
	double cos[N], sin[N];
};

static struct turns
turns(void)
{
	struct turns t;

	for (size_t k = 0; k < N; k++) {
		t.cos[k] = cos(2 * M_PI * (double)k / N);
		t.sin[k] = sin(2 * M_PI * (double)k / N);
	}
	return t;
}

/* place of bin k among the numbers of a spectrum, of its first one where it has three */
static size_t
product_of(size_t bin)
{
	return bin == 0 ? 0 : bin == N / 2 ? CONV_PRODUCTS - 1 : 3 * bin - 2;
}

/*
 * The transform of part of a kernel at one band, conjugated, since it is a correlation, and divided
 * by N for the way back, as the numbers that (a + b, a, b) are multiplied by.
 */
static void
kernel_spectrum(const struct turns *turns, const float *weights, size_t n, size_t pitch, float *out,
    size_t out_pitch)
{
	for (size_t k = 0; k <= N / 2; k++) {
		float *to = &out[product_of(k) * out_pitch];
		double c = 0, d = 0;

		for (size_t t = 0; t < n; t++) {
			c += turns->cos[k * t % N] * (double)weights[t * pitch] / N;
			d += turns->sin[k * t % N] * (double)weights[t * pitch] / N;
		}
		to[0] = (float)c;
		if (k > 0 && k < N / 2) {
			to[out_pitch] = (float)(d - c);
			to[2 * out_pitch] = (float)(c + d);
		}
	}
}

struct time_conv *
time_conv_new(const float *weights, size_t n_frames, size_t n_bands, size_t n_out)
{
	struct time_conv *c = xcalloc(1, sizeof(*c));
	size_t part = n_frames == SHORT ? SHORT : PART, row = n_bands * n_out, tap = 0;
	struct turns full = turns();
	size_t n_taps;

	c->n_bands = n_bands;
	c->n_parts = n_frames / part;
	c->n_panels = conv_panels(n_out);
	c->kind = n_frames == SHORT ? OF_SHORT : OF_LONG;
	c->first_window = (kinds[c->kind].before - (n_frames - 1) / 2) / kinds[c->kind].hop;
	n_taps = c->n_parts * n_bands;
	c->panels =
	    xalignedarray(c->n_panels * CONV_PRODUCTS * n_taps * CONV_PANEL, sizeof(*c->panels));
	memset(
	    c->panels, 0, c->n_panels * CONV_PRODUCTS * n_taps * CONV_PANEL * sizeof(*c->panels));
	for (; tap < n_taps; tap++) {
		const float *from = weights + tap / n_bands * part * row + tap % n_bands * n_out;

		for (size_t o = 0; o < n_out; o++)
			kernel_spectrum(&full, from + o, part, row,
			    &c->panels[(o / CONV_PANEL * CONV_PRODUCTS * n_taps + tap) *
				    CONV_PANEL +
				o % CONV_PANEL],
			    n_taps * CONV_PANEL);
	}
	return c;
}

void
time_conv_free(struct time_conv *conv)
{
	if (conv == NULL)
		return;
	free(conv->panels);
	free(conv);
}

/* a, b and a + b of each bin of the transform of N frames, as a convolution with N taps */
static float *
dft_panels(void)
{
	float *matrix = xcalloc((size_t)N * N_WIDE, sizeof(*matrix));
	float *panels = xalignedarray(conv_packed_len(N, N_WIDE), sizeof(*panels));
	struct turns full = turns();

	for (size_t t = 0; t < N; t++) {
		for (size_t k = 0; k <= N / 2; k++) {
			float *to = &matrix[t * N_WIDE + product_of(k)];
			double c = full.cos[k * t % N], s = full.sin[k * t % N];

			to[0] = (float)(c - s);
			if (k > 0 && k < N / 2) {
				to[1] = (float)c;
				to[2] = (float)-s;
			}
		}
	}
	conv_pack(matrix, N, N_WIDE, panels);
	free(matrix);
	return panels;
}

struct time_spectra *
time_spectra_new(void)
{
	struct time_spectra *s = xalignedarray(1, sizeof(*s));

	memset(s->padded, 0, sizeof(s->padded)); /* the padding stays zero */
	s->dft = dft_panels();
	for (int i = 0; i < N_KINDS; i++)
		s->spectra[i] =
		    xalignedarray(CONV_PRODUCTS * kinds[i].n * TIME_BANDS, sizeof(float));
	return s;
}

void
time_spectra_free(struct time_spectra *spectra)
{
	if (spectra == NULL)
		return;
	free(spectra->dft);
	for (int i = 0; i < N_KINDS; i++)
		free(spectra->spectra[i]);
	free(spectra);
}

void
time_spectra_set(struct time_spectra *s, const struct conv_kernel *kernel, const float *patch)
{
	static const struct conv_walk walk = {TIME_BANDS, 1, 1, 0, N, TIME_BANDS};

	memcpy(s->padded[LONGEST], patch, TIME_FRAMES * sizeof(s->padded[0]));
	for (int kind = 0; kind < N_KINDS; kind++) {
		const struct windows *w = &kinds[kind];

		for (size_t i = 0; i < w->n; i++) {
			kernel->dense(&walk, s->padded[LONGEST - w->before + i * w->hop], s->dft,
			    N_WIDE, no_bias, CONV_LINEAR, NULL, s->window[0]);
			for (size_t k = 0; k < CONV_PRODUCTS; k++) {
				float *to = &s->spectra[kind][(k * w->n + i) * TIME_BANDS];

				for (size_t b = 0; b < TIME_BANDS; b++)
					to[b] = s->window[b][k];
			}
		}
	}
}

void
time_conv_max(const struct time_conv *c, const struct conv_kernel *kernel, struct time_spectra *s,
    size_t panel, float max[TIME_FRAMES][CONV_PANEL])
{
	const struct windows *w = &kinds[c->kind];
	size_t n_taps = c->n_parts * c->n_bands, n_places = TIME_BANDS - c->n_bands + 1;
	/* parts of one band follow one another: one row of them */
	struct conv_walk walk = c->n_bands == 1
	    ? (struct conv_walk){n_places, 1, 1, 0, n_taps, TIME_BANDS}
	    : (struct conv_walk){n_places, 1, c->n_parts, TIME_BANDS, c->n_bands, 1};

	for (size_t i = 0; i * w->hop < TIME_FRAMES; i++) {
		size_t first = i * w->hop, left = TIME_FRAMES - first;

		for (size_t k = 0; k < CONV_PRODUCTS; k++)
			kernel->dense(&walk,
			    &s->spectra[c->kind][(k * w->n + c->first_window + i) * TIME_BANDS],
			    &c->panels[(panel * CONV_PRODUCTS + k) * n_taps * CONV_PANEL],
			    CONV_PANEL, no_bias, CONV_LINEAR, NULL,
			    &s->products[k * n_places * CONV_PANEL]);
		kernel->frames_max(
		    s->products, n_places, left < w->hop ? left : w->hop, max[first]);
	}
}
