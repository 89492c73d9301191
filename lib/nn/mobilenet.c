/* SPDX-License-Identifier: MIT */
/*
 * The network, bands by frames by channels:
 *
 *      patch [128][1000]
 *        stage 0: 3 x 3, every second band and frame, hard swish           [64][500][c]
 *        stages 1 to 15, blocks:
 *           in --> 1 x 1, act --> depthwise, act --> squeeze --> 1 x 1 --> + --> out
 *            \_____________________________________________________________/
 *        stage 16: 1 x 1, hard swish                                       [4][32][c]
 *      mean over bands and frames: the embedding
 *        dense, hard swish, dense: the logits
 *
 * The first block has no 1 x 1 before its depthwise convolution; a table of mobilenet_read.c says
 * which have a squeeze, a factor for each channel made of the means of all channels (Hu, Shen, Sun
 * 2018); the input is added where the block changes neither the size nor the channels. Each
 * convolution is followed by a batch normalisation, which is folded into its weights. The kernels
 * are those of the published networks of all widths.
 */
#include "nn/mobilenet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "nn/mobilenet_priv.h"

#define BANDS MOBILENET_BANDS
#define FRAMES MOBILENET_FRAMES
#define PADDED (FRAMES + 2) /* columns of the patch with zeros before and behind */
#define SUMS 16 /* partial ones of a product, so that the compiler can make vectors of them */

struct mobilenet_work {
	float *memory; /* of all that follows */
	float *patch;  /* [BANDS + 2][PADDED], zeros around it */
	float *map, *next;
	float *expanded, *deep;
	float *mean, *squeezed, *factor;
	double *sum;
	float *project; /* weights times factors */
	float *hidden;
	mobilenet_see *see;
	void *user;
};

size_t
mobilenet_embedding_len(const struct mobilenet *net)
{
	return net->last.n_out;
}

size_t
mobilenet_n_tags(const struct mobilenet *net)
{
	return net->out.n_out;
}

struct mobilenet_work *
mobilenet_work_new(const struct mobilenet *net)
{
	struct mobilenet_work *w = xcalloc(1, sizeof(*w));
	struct {
		float **array;
		size_t n;
	} parts[] = {
	    {&w->patch, (size_t)(BANDS + 2) * PADDED},
	    {&w->map, net->maps_max},
	    {&w->next, net->maps_max},
	    {&w->deep, net->deep_max},
	    {&w->expanded, net->expanded_max},
	    {&w->mean, net->channels_max},
	    {&w->squeezed, net->channels_max},
	    {&w->factor, net->channels_max},
	    {&w->project, net->project_max},
	    {&w->hidden, net->hidden.n_out},
	};
	size_t len = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		len += (parts[i].n + CONV_PANEL - 1) / CONV_PANEL * CONV_PANEL;
	/* all side by side on large pages, of which there are few then */
	w->memory = xlargearray(len, sizeof(*w->memory));
	len = 0;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		*parts[i].array = w->memory + len;
		len += (parts[i].n + CONV_PANEL - 1) / CONV_PANEL * CONV_PANEL;
	}
	memset(w->patch, 0, parts[0].n * sizeof(*w->patch)); /* the padding stays zero */
	w->sum = xalignedarray(net->channels_max, sizeof(*w->sum));
	return w;
}

void
mobilenet_work_free(struct mobilenet_work *w)
{
	if (w == NULL)
		return;
	free(w->memory);
	free(w->sum);
	free(w);
}

void
mobilenet_watch(struct mobilenet_work *work, mobilenet_see *see, void *user)
{
	work->see = see;
	work->user = user;
}

static void
show(const struct mobilenet_work *w, int stage, size_t rows, size_t columns, size_t n_channels)
{
	if (w->see != NULL)
		w->see(w->user, stage, w->map, rows, columns, n_channels);
}

/* every second band and frame of the padded patch */
static void
run_stem(const struct mobilenet *net, const struct conv_kernel *kernel, struct mobilenet_work *w)
{
	size_t columns = conv_strided(FRAMES, 2), n = net->stem.n_out;
	struct conv_walk walk = {columns, 2, MOBILENET_STEM_SIZE, PADDED, MOBILENET_STEM_SIZE, 1};

	for (size_t row = 0; row < conv_strided(BANDS, 2); row++)
		kernel->dense(&walk, w->patch + 2 * row * PADDED, net->stem.weights, n,
		    net->stem.bias, CONV_HARD_SWISH, NULL, w->map + row * columns * n);
}

/* at n positions, 1 x 1 */
static void
run_point(const struct mobilenet_conv *c, const struct conv_kernel *kernel, size_t n,
    const float *in, const float *weights, enum conv_act act, const float *add, float *out)
{
	struct conv_walk walk = {n, c->n_taps, 1, 0, c->n_taps, 1};

	kernel->dense(&walk, in, weights, c->n_out, c->bias, act, add, out);
}

/* to[n] += x[n], n a multiple of CONV_GROUP: so many at once, which compilers make vectors of */
static void
add(float *restrict to, const float *restrict x, size_t n)
{
	for (size_t c = 0; c < n; c += CONV_GROUP) {
		for (size_t k = 0; k < CONV_GROUP; k++)
			to[c + k] += x[c + k];
	}
}

/* w->mean[n] of x[n_positions][n]: in float over some positions, in double over all */
static void
mean_of(struct mobilenet_work *w, const float *x, size_t n_positions, size_t n)
{
	enum { SOME = 32 };

	memset(w->sum, 0, n * sizeof(*w->sum));
	for (size_t first = 0; first < n_positions; first += SOME) {
		size_t end = first + SOME < n_positions ? first + SOME : n_positions;

		memset(w->mean, 0, n * sizeof(*w->mean));
		for (size_t p = first; p < end; p++)
			add(w->mean, x + p * n, n);
		for (size_t c = 0; c < n; c++)
			w->sum[c] += (double)w->mean[c];
	}
	for (size_t c = 0; c < n; c++)
		w->mean[c] = (float)(w->sum[c] / (double)n_positions);
}

/* out[n_out] of in[n_in] */
static void
run_dense(const struct mobilenet_dense *d, const float *in, float *out)
{
	for (size_t o = 0; o < d->n_out; o++) {
		const float *w = &d->weights[o * d->n_in];
		float part[SUMS] = {0};
		size_t i = 0;

		for (; i + SUMS <= d->n_in; i += SUMS) {
			for (size_t k = 0; k < SUMS; k++)
				part[k] += in[i + k] * w[i + k];
		}
		for (; i < d->n_in; i++)
			part[0] += in[i] * w[i];
		for (size_t half = SUMS / 2; half > 0; half /= 2) {
			for (size_t k = 0; k < half; k++)
				part[k] += part[k + half];
		}
		out[o] = d->bias[o] + part[0];
	}
}

/* out[n][CONV_PANEL] = weights[n][CONV_PANEL] times factor[n] */
static void
scale_panel(const float *restrict weights, const float *factor, size_t n, float *restrict out)
{
	for (size_t i = 0; i < n; i++, weights += CONV_PANEL, out += CONV_PANEL) {
		for (size_t c = 0; c < CONV_PANEL; c++)
			out[c] = weights[c] * factor[i];
	}
}

/*
 * A factor for each channel that came out of the depthwise convolution. It goes into the weights of
 * the next one, in w->project, which are fewer than the numbers of the map.
 */
static void
run_squeeze(const struct mobilenet_block *b, struct mobilenet_work *w)
{
	size_t n = b->deep.n_out, n_panels = conv_panels(b->project.n_out);

	mean_of(w, w->deep, b->rows * b->columns, n);
	run_dense(&b->squeeze, w->mean, w->squeezed);
	for (size_t i = 0; i < b->squeeze.n_out; i++)
		w->squeezed[i] = conv_act(CONV_RELU, w->squeezed[i]);
	run_dense(&b->excite, w->squeezed, w->factor);
	for (size_t i = 0; i < n; i++)
		w->factor[i] = 1 / (1 + expf(-w->factor[i]));
	for (size_t i = 0; i < n_panels; i++)
		scale_panel(&b->project.weights[i * n * CONV_PANEL], w->factor, n,
		    &w->project[i * n * CONV_PANEL]);
}

/* rows of a map, from `from` to before `to` */
struct rows {
	size_t from, to;
};

/*
 * The wanted rows of what the depthwise convolution works on. Those of the last band that are still
 * wanted move to the front of w->expanded.
 */
static const float *
expand_rows(const struct mobilenet_block *b, const struct conv_kernel *kernel,
    struct mobilenet_work *w, struct rows *held, struct rows wanted)
{
	size_t columns = b->map.columns, len = columns * b->map.n_channels, kept;

	if (b->expand.weights == NULL)
		return w->map + wanted.from * len;
	kept = held->to - wanted.from;
	memmove(w->expanded, w->expanded + (wanted.from - held->from) * len,
	    kept * len * sizeof(*w->expanded));
	if (wanted.to > held->to)
		run_point(&b->expand, kernel, (wanted.to - held->to) * columns,
		    w->map + held->to * columns * b->expand.n_taps, b->expand.weights, b->plan->act,
		    NULL, w->expanded + kept * len);
	*held = wanted;
	return w->expanded;
}

/* n_rows rows of what comes out, from `row` on, of as many of the depthwise convolution */
static void
project_rows(const struct mobilenet_block *b, const struct conv_kernel *kernel,
    struct mobilenet_work *w, const float *weights, size_t row, size_t n_rows)
{
	size_t first = row * b->columns * b->project.n_out;

	run_point(&b->project, kernel, n_rows * b->columns, w->deep, weights, CONV_LINEAR,
	    b->add ? w->map + first : NULL, w->next + first);
}

/*
 * In bands, so that what is written is read while it is near, and only a band of it is kept; but a
 * squeeze must see the whole.
 */
static void
run_block(
    const struct mobilenet_block *b, const struct conv_kernel *kernel, struct mobilenet_work *w)
{
	size_t deep_len = b->plan->squeeze ? b->columns * b->deep.n_out : 0; /* from row to row */
	struct rows expanded = {0, 0};
	float *map = w->map;

	for (size_t row = 0, n; row < b->rows; row += n) {
		struct rows wanted;
		const float *in;

		n = b->rows - row < b->band ? b->rows - row : b->band;
		wanted.from = conv_first_row(&b->map, row);
		wanted.to = (row + n - 1) * b->plan->stride + (b->plan->size - 1) / 2 + 1;
		if (wanted.to > b->map.rows)
			wanted.to = b->map.rows;
		in = expand_rows(b, kernel, w, &expanded, wanted);
		kernel->depthwise(&b->map, row, n, in, b->deep.weights, b->deep.bias, b->plan->act,
		    w->deep + row * deep_len);
		if (!b->plan->squeeze)
			project_rows(b, kernel, w, b->project.weights, row, n);
	}
	if (b->plan->squeeze) {
		run_squeeze(b, w);
		project_rows(b, kernel, w, w->project, 0, b->rows);
	}
	w->map = w->next;
	w->next = map;
}

void
mobilenet_run(const struct mobilenet *net, const struct conv_kernel *kernel,
    struct mobilenet_work *w, const float *patch, float *embedding, float *logits)
{
	const struct mobilenet_block *end = &net->blocks[MOBILENET_BLOCKS - 1];
	size_t n_positions = end->rows * end->columns;
	float *map;

	for (size_t b = 0; b < BANDS; b++)
		memcpy(
		    &w->patch[(b + 1) * PADDED + 1], &patch[b * FRAMES], FRAMES * sizeof(*patch));
	run_stem(net, kernel, w);
	show(w, 0, conv_strided(BANDS, 2), conv_strided(FRAMES, 2), net->stem.n_out);
	for (int i = 0; i < MOBILENET_BLOCKS; i++) {
		const struct mobilenet_block *b = &net->blocks[i];

		run_block(b, kernel, w);
		show(w, i + 1, b->rows, b->columns, b->project.n_out);
	}
	run_point(&net->last, kernel, n_positions, w->map, net->last.weights, CONV_HARD_SWISH, NULL,
	    w->next);
	map = w->map;
	w->map = w->next;
	w->next = map;
	show(w, MOBILENET_BLOCKS + 1, end->rows, end->columns, net->last.n_out);
	mean_of(w, w->map, n_positions, net->last.n_out);
	memcpy(embedding, w->mean, net->last.n_out * sizeof(*embedding));
	run_dense(&net->hidden, embedding, w->hidden);
	for (size_t i = 0; i < net->hidden.n_out; i++)
		w->hidden[i] = conv_act(CONV_HARD_SWISH, w->hidden[i]);
	run_dense(&net->out, w->hidden, logits);
}
