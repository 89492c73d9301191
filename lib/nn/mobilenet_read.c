/* SPDX-License-Identifier: MIT */
/* From the tensors of a file to the layers of a network. */
#include "nn/mobilenet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "nn/mobilenet_priv.h"

#define NORM_EPSILON 0.001
#define BAND_MAX ((size_t)64 * 1024) /* floats of a band, which stay in the cache (256 KB) */

/* so that what a file claims costs no more than the widest network does, mn40_as */
#define CHANNELS_MAX 8192
#define MAP_MAX ((size_t)1 << 24)

static const struct mobilenet_plan plans[MOBILENET_BLOCKS] = {
    {3, 1, false, CONV_RELU},
    {3, 2, false, CONV_RELU},
    {3, 1, false, CONV_RELU},
    {5, 2, true, CONV_RELU},
    {5, 1, true, CONV_RELU},
    {5, 1, true, CONV_RELU},
    {3, 2, false, CONV_HARD_SWISH},
    {3, 1, false, CONV_HARD_SWISH},
    {3, 1, false, CONV_HARD_SWISH},
    {3, 1, false, CONV_HARD_SWISH},
    {3, 1, true, CONV_HARD_SWISH},
    {3, 1, true, CONV_HARD_SWISH},
    {5, 2, true, CONV_HARD_SWISH},
    {5, 1, true, CONV_HARD_SWISH},
    {5, 1, true, CONV_HARD_SWISH},
};

/* what is being read; `why` is NULL so far */
struct source {
	mobilenet_find *find;
	void *user;
	struct arena *arena;
	const char *why;
};

/*
 * The tensor prefix + suffix of shape[4]: a 0 in it stands for any number up to CHANNELS_MAX, which
 * is filled in. NULL, and why, when there is none.
 */
static const float *
take(struct source *s, const char *prefix, const char *suffix, size_t *shape)
{
	size_t actual[MOBILENET_DIMENSIONS];
	const float *values;
	char name[80];

	if (s->why != NULL)
		return NULL;
	snprintf(name, sizeof(name), "%s%s", prefix, suffix);
	values = s->find(s->user, name, actual);
	if (values == NULL)
		s->why = "not the weights of a network mnNN_as: it lacks a tensor of these";
	for (int d = 0; d < MOBILENET_DIMENSIONS && s->why == NULL; d++) {
		if (shape[d] == 0 && actual[d] > 0 && actual[d] <= CHANNELS_MAX)
			shape[d] = actual[d];
		if (actual[d] != shape[d])
			s->why = "not the weights of a network mnNN_as: a tensor has another shape";
	}
	return s->why == NULL ? values : NULL;
}

static const float *
take_vector(struct source *s, const char *prefix, const char *suffix, size_t n)
{
	return take(s, prefix, suffix, (size_t[]){n, 1, 1, 1});
}

static float *
floats(struct source *s, size_t n)
{
	return arena_take(s->arena, n * sizeof(float));
}

/* to[n_taps][pitch] = the first n of weights[][n_taps] times scale[] */
static void
transpose(
    const float *weights, const double *scale, size_t n_taps, size_t n, size_t pitch, float *to)
{
	for (size_t k = 0; k < n_taps; k++, to += pitch) {
		for (size_t c = 0; c < n; c++)
			to[c] = (float)((double)weights[c * n_taps + k] * scale[c]);
	}
}

/*
 * A convolution of n_in channels, by kernels of size x size, and its normalisation,
 * y = gamma (x - mean) / sqrt(variance + epsilon) + beta (Ioffe, Szegedy 2015), as weights
 * [tap or channel][pitch] for each `pitch` output channels, the last ones filled up with zeros, and
 * a bias. n_in or size is 1. n_out 0: as the tensor says; pitch 0: n_out.
 */
static struct mobilenet_conv
folded(struct source *s, const char *prefix, size_t n_in, size_t size, size_t n_out, size_t pitch)
{
	size_t shape[] = {n_out, n_in, size, size}, n_taps = size * size * n_in, n_panels;
	double *scale;
	const float *w = take(s, prefix, ".0.weight", shape);
	const float *gamma = take_vector(s, prefix, ".1.weight", shape[0]);
	const float *beta = take_vector(s, prefix, ".1.bias", shape[0]);
	const float *mean = take_vector(s, prefix, ".1.running_mean", shape[0]);
	const float *variance = take_vector(s, prefix, ".1.running_var", shape[0]);
	struct mobilenet_conv c = {.n_taps = n_taps, .n_out = shape[0]};

	if (s->why == NULL && c.n_out % CONV_GROUP != 0)
		s->why = "not the weights of a network mnNN_as: channels are no multiple of eight";
	if (s->why != NULL)
		return c;
	scale = xcalloc(c.n_out, sizeof(*scale));
	c.bias = floats(s, c.n_out);
	for (size_t o = 0; o < c.n_out; o++) {
		if (variance[o] < 0)
			s->why = "not the weights of a network mnNN_as: a variance below zero";
		scale[o] = (double)gamma[o] / sqrt((double)variance[o] + NORM_EPSILON);
		c.bias[o] = (float)((double)beta[o] - (double)mean[o] * scale[o]);
	}
	pitch = pitch > 0 ? pitch : c.n_out;
	n_panels = (c.n_out + pitch - 1) / pitch;
	c.weights = floats(s, n_panels * n_taps * pitch);
	memset(&c.weights[(n_panels - 1) * n_taps * pitch], 0, n_taps * pitch * sizeof(float));
	for (size_t first = 0; first < c.n_out; first += pitch)
		transpose(w + first * n_taps, scale + first, n_taps,
		    c.n_out - first < pitch ? c.n_out - first : pitch, pitch,
		    c.weights + first * n_taps);
	free(scale);
	return c;
}

/* for conv_kernel.dense */
static struct mobilenet_conv
packed(struct source *s, const char *prefix, size_t n_in, size_t size)
{
	return folded(s, prefix, n_in, size, 0, CONV_PANEL);
}

static struct mobilenet_dense
dense(struct source *s, const char *prefix, size_t n_in, size_t n_out)
{
	size_t shape[] = {n_out, n_in, 1, 1};
	const float *w = take(s, prefix, ".weight", shape);
	const float *bias = take_vector(s, prefix, ".bias", shape[0]);
	struct mobilenet_dense d = {.n_in = n_in, .n_out = shape[0]};

	d.weights = w;
	d.bias = bias;
	return d;
}

static void
widen(size_t *max, size_t n)
{
	if (n > *max)
		*max = n;
}

/* block number i, of a map[*rows][*columns][*channels], which becomes that of the block */
static void
read_block(struct source *s, struct mobilenet *net, int i, size_t *rows, size_t *columns,
    size_t *n_channels)
{
	struct mobilenet_block *b = &net->blocks[i];
	size_t n_in = *n_channels, n_deep = n_in;
	char prefix[64];
	int part = 0; /* of the block, as they are numbered */

	b->plan = &plans[i];
	if (i > 0) {
		snprintf(prefix, sizeof(prefix), "features.%d.block.%d", i + 1, part++);
		b->expand = packed(s, prefix, n_in, 1);
		n_deep = b->expand.n_out;
	}
	snprintf(prefix, sizeof(prefix), "features.%d.block.%d", i + 1, part++);
	b->deep = folded(s, prefix, 1, b->plan->size, n_deep, 0);
	if (b->plan->squeeze) {
		snprintf(prefix, sizeof(prefix), "features.%d.block.%d.conc_se_layers.0.fc1", i + 1,
		    part);
		b->squeeze = dense(s, prefix, n_deep, 0);
		snprintf(prefix, sizeof(prefix), "features.%d.block.%d.conc_se_layers.0.fc2", i + 1,
		    part++);
		b->excite = dense(s, prefix, b->squeeze.n_out, n_deep);
	}
	snprintf(prefix, sizeof(prefix), "features.%d.block.%d", i + 1, part);
	b->project = packed(s, prefix, n_deep, 1);
	if (s->why != NULL)
		return;
	b->map = (struct conv_map){*rows, *columns, n_deep, b->plan->size, b->plan->stride};
	b->rows = conv_strided(*rows, b->plan->stride);
	b->columns = conv_strided(*columns, b->plan->stride);
	b->band = BAND_MAX / (*columns * n_deep * b->plan->stride);
	b->band = b->band > 0 ? b->band : 1;
	b->band = b->band < b->rows ? b->band : b->rows;
	b->add = b->plan->stride == 1 && b->project.n_out == n_in;
	if (b->expand.weights != NULL)
		widen(&net->expanded_max,
		    ((b->band - 1) * b->plan->stride + b->plan->size) * *columns * n_deep);
	widen(&net->deep_max, (b->plan->squeeze ? b->rows : b->band) * b->columns * n_deep);
	widen(&net->maps_max, b->rows * b->columns * b->project.n_out);
	widen(&net->channels_max, n_deep);
	widen(&net->channels_max, b->squeeze.n_out);
	widen(&net->project_max, conv_panels(b->project.n_out) * n_deep * CONV_PANEL);
	*rows = b->rows;
	*columns = b->columns;
	*n_channels = b->project.n_out;
}

struct mobilenet *
mobilenet_new(mobilenet_find *find, void *user, const char **why)
{
	struct mobilenet *net = xcalloc(1, sizeof(*net));
	struct source s = {.find = find, .user = user};
	size_t rows = conv_strided(MOBILENET_BANDS, 2), columns = conv_strided(MOBILENET_FRAMES, 2),
	       n;

	net->arena = s.arena = arena_new();
	net->stem = packed(&s, "features.0", 1, MOBILENET_STEM_SIZE);
	n = net->stem.n_out;
	widen(&net->maps_max, rows * columns * n);
	for (int i = 0; i < MOBILENET_BLOCKS && s.why == NULL; i++)
		read_block(&s, net, i, &rows, &columns, &n);
	net->last = packed(&s, "features.16", n, 1);
	net->hidden = dense(&s, "classifier.2", net->last.n_out, 0);
	net->out = dense(&s, "classifier.5", net->hidden.n_out, 0);
	widen(&net->maps_max, rows * columns * net->last.n_out);
	widen(&net->channels_max, net->last.n_out);
	if (s.why == NULL &&
	    (net->maps_max > MAP_MAX || net->expanded_max > MAP_MAX || net->deep_max > MAP_MAX))
		s.why = "not the weights of a network mnNN_as: it is too wide";
	if (s.why == NULL)
		return net;
	*why = s.why;
	mobilenet_free(net);
	return NULL;
}

void
mobilenet_free(struct mobilenet *net)
{
	if (net == NULL)
		return;
	arena_free(net->arena);
	free(net);
}
