/* SPDX-License-Identifier: MIT */
/*
 * The network, frames in time by bands or channels:
 *
 *      patch [187][96] - bn_in
 *        |- timbral38   kernel  7 x 38, relu, bn, max over frequency   [187][204]
 *        |- timbral67           7 x 67                                 [187][204]
 *        |- temporal128       128 x  1                                 [187][51]
 *        |- temporal64         64 x  1                                 [187][51]
 *        |- temporal32         32 x  1                                 [187][51]
 *      fronts, the five side by side                                   [187][561]
 *        |- mid1        kernel  7 frames, relu, bn                     [187][64]
 *             |- mid2   the same of mid1, plus mid1                    [187][64]
 *                  |- mid3  the same of mid2, plus mid2                [187][64]
 *      fronts and mids side by side: maximum and mean over time        [753][2]
 *        bn_pool, dense, relu, bn_dense: the embedding                 [200]
 *        out: the logits                                               [50]
 *
 * Time is padded with zeros where a normalisation has been: before the first frame by (kernel-1)/2
 * and behind the last by the rest, so an even kernel has the odd zero behind. That is why no
 * normalisation can be folded into the convolution after it.
 */
#include "nn/musicnn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "nn/time_conv.h"

#define FRAMES MUSICNN_FRAMES
#define BANDS MUSICNN_BANDS
#define N_FRONTS 5
#define FRONT_CHANNELS 561
#define N_MIDS 3
#define MID_CHANNELS 64
#define MID_FRAMES 7
#define MID_PAD (MID_FRAMES / 2)
#define PADDED (FRAMES + 2 * MID_PAD)
#define POOLED (FRONT_CHANNELS + N_MIDS * MID_CHANNELS)
#define NORM_EPSILON 0.001

/* a kernel over frames and bands, at every frame and every band where it fits */
struct shape {
	size_t frames, bands, n_out;
};

static const struct shape fronts[N_FRONTS] = {
    {7, 38, 204},
    {7, 67, 204},
    {128, 1, 51},
    {64, 1, 51},
    {32, 1, 51},
};

/* scale * x + shift for each channel: batch normalisation with stored statistics */
struct norm {
	float *scale, *shift;
};

struct front {
	struct time_conv *conv;
	float *sign; /* of each channel, -1 where its weights are negated: see front_new */
	float *bias;
	struct norm norm;
};

struct mid {
	size_t n_taps;
	float *panels; /* [conv_panels(MID_CHANNELS)][n_taps][CONV_PANEL] */
	float *bias;
	struct norm norm;
};

struct musicnn {
	struct norm in;
	struct front front[N_FRONTS];
	struct mid mid[N_MIDS];
	struct norm pool;
	float *dense, *dense_bias; /* [2 * POOLED][MUSICNN_EMBEDDING] */
	struct norm dense_norm;
	float *out, *out_bias; /* [MUSICNN_EMBEDDING][MUSICNN_TAGS] */
};

struct musicnn_work {
	float patch[FRAMES * BANDS];
	struct time_spectra *in;
	float max[FRAMES][CONV_PANEL];
	float fronts[PADDED][FRONT_CHANNELS];
	float mid[N_MIDS][PADDED][MID_CHANNELS]; /* both with zeros before and behind */
	float pooled[POOLED][2];                 /* maximum, mean */
};

/* the next n weights, in memory of their own */
static float *
take(const float **at, size_t n)
{
	float *copy = xalignedarray(n, sizeof(*copy));

	memcpy(copy, *at, n * sizeof(*copy));
	*at += n;
	return copy;
}

static float *
pack(const float *weights, size_t n_taps, size_t n_out)
{
	float *panels = xalignedarray(conv_packed_len(n_taps, n_out), sizeof(*panels));

	conv_pack(weights, n_taps, n_out, panels);
	return panels;
}

/* y = gamma (x - mean) / sqrt(variance + epsilon) + beta (Ioffe, Szegedy 2015) */
static struct norm
norm_new(const float **at, size_t n)
{
	const float *gamma = *at, *beta = gamma + n, *mean = beta + n, *variance = mean + n;
	struct norm norm = {xalignedarray(n, sizeof(float)), xalignedarray(n, sizeof(float))};

	for (size_t i = 0; i < n; i++) {
		double scale = (double)gamma[i] / sqrt((double)variance[i] + NORM_EPSILON);

		norm.scale[i] = (float)scale;
		norm.shift[i] = (float)((double)beta[i] - (double)mean[i] * scale);
	}
	*at += 4 * n;
	return norm;
}

static void
norm_free(struct norm norm)
{
	free(norm.scale);
	free(norm.shift);
}

static void
front_free(struct front f)
{
	time_conv_free(f.conv);
	free(f.sign);
	free(f.bias);
	norm_free(f.norm);
}

static void
mid_free(struct mid m)
{
	free(m.panels);
	free(m.bias);
	norm_free(m.norm);
}

/*
 * Wanted is the maximum over positions of scale * relu(conv) + shift. relu and scaling are
 * monotonic, so the maximum can be taken of conv first. Where scale is negative, as for most
 * channels, that must be the minimum of conv: the negated maximum of the convolution by negated
 * weights. Both are exact.
 */
static struct front
front_new(const float **at, const struct shape *shape)
{
	size_t n = shape->frames * shape->bands * shape->n_out;
	float *weights = take(at, n);
	struct front f = {.bias = take(at, shape->n_out), .norm = norm_new(at, shape->n_out)};

	f.sign = xalignedarray(shape->n_out, sizeof(*f.sign));
	for (size_t i = 0; i < shape->n_out; i++)
		f.sign[i] = f.norm.scale[i] < 0 ? -1 : 1;
	for (size_t i = 0; i < n; i++)
		weights[i] *= f.sign[i % shape->n_out];
	f.conv = time_conv_new(weights, shape->frames, shape->bands, shape->n_out);
	free(weights);
	return f;
}

static struct mid
mid_new(const float **at, size_t n_in)
{
	struct mid m = {.n_taps = MID_FRAMES * n_in};

	m.panels = pack(*at, m.n_taps, MID_CHANNELS);
	*at += m.n_taps * MID_CHANNELS;
	m.bias = take(at, MID_CHANNELS);
	m.norm = norm_new(at, MID_CHANNELS);
	return m;
}

struct musicnn *
musicnn_new(const float *weights)
{
	struct musicnn *net = xcalloc(1, sizeof(*net));
	const float **at = &weights;

	net->in = norm_new(at, 1);
	for (int i = 0; i < N_FRONTS; i++)
		net->front[i] = front_new(at, &fronts[i]);
	for (int i = 0; i < N_MIDS; i++)
		net->mid[i] = mid_new(at, i == 0 ? FRONT_CHANNELS : MID_CHANNELS);
	net->pool = norm_new(at, (size_t)2 * POOLED);
	net->dense = take(at, (size_t)2 * POOLED * MUSICNN_EMBEDDING);
	net->dense_bias = take(at, MUSICNN_EMBEDDING);
	net->dense_norm = norm_new(at, MUSICNN_EMBEDDING);
	net->out = take(at, (size_t)MUSICNN_EMBEDDING * MUSICNN_TAGS);
	net->out_bias = take(at, MUSICNN_TAGS);
	return net;
}

void
musicnn_free(struct musicnn *net)
{
	if (net == NULL)
		return;
	norm_free(net->in);
	for (int i = 0; i < N_FRONTS; i++)
		front_free(net->front[i]);
	for (int i = 0; i < N_MIDS; i++)
		mid_free(net->mid[i]);
	norm_free(net->pool);
	free(net->dense);
	free(net->dense_bias);
	norm_free(net->dense_norm);
	free(net->out);
	free(net->out_bias);
	free(net);
}

struct musicnn_work *
musicnn_work_new(void)
{
	struct musicnn_work *work = xalignedarray(1, sizeof(*work));

	memset(work, 0, sizeof(*work)); /* the padding stays zero */
	work->in = time_spectra_new();
	return work;
}

void
musicnn_work_free(struct musicnn_work *work)
{
	if (work == NULL)
		return;
	time_spectra_free(work->in);
	free(work);
}

static inline float
relu(float x)
{
	return x > 0 ? x : 0;
}

/* one panel of a front, out[n_out] of frame t at out + t * FRONT_CHANNELS */
static void
front_panel(
    const struct front *f, size_t n_out, size_t panel, float max[FRAMES][CONV_PANEL], float *out)
{
	size_t first = panel * CONV_PANEL,
	       n = n_out - first < CONV_PANEL ? n_out - first : CONV_PANEL;

	for (size_t t = 0; t < FRAMES; t++) {
		for (size_t i = 0; i < n; i++) {
			size_t channel = first + i;
			float extreme = f->sign[channel] * max[t][i] + f->bias[channel];

			out[t * FRONT_CHANNELS + channel] =
			    f->norm.scale[channel] * relu(extreme) + f->norm.shift[channel];
		}
	}
}

static void
run_fronts(const struct musicnn *net, const struct conv_kernel *kernel, struct musicnn_work *work)
{
	float *out = work->fronts[MID_PAD];

	for (int i = 0; i < N_FRONTS; i++) {
		const struct front *f = &net->front[i];
		size_t n = fronts[i].n_out;

		for (size_t panel = 0; panel < conv_panels(n); panel++) {
			time_conv_max(f->conv, kernel, work->in, panel, work->max);
			front_panel(f, n, panel, work->max, out);
		}
		out += n;
	}
}

/* out[FRAMES][MID_CHANNELS] from in[PADDED][n_in], plus `residual` where that is not NULL */
static void
run_mid(const struct mid *c, const struct conv_kernel *kernel, const float *in, size_t n_in,
    const float *residual, float *out)
{
	struct conv_walk walk = {FRAMES, n_in, 1, 0, c->n_taps, 1};

	kernel->dense(&walk, in, c->panels, MID_CHANNELS, c->bias, CONV_RELU, NULL, out);
	for (size_t i = 0; i < FRAMES * MID_CHANNELS; i++) {
		size_t channel = i % MID_CHANNELS;

		out[i] = c->norm.scale[channel] * out[i] + c->norm.shift[channel];
		if (residual != NULL)
			out[i] += residual[i];
	}
}

static void
run_mids(const struct musicnn *net, const struct conv_kernel *kernel, struct musicnn_work *work)
{
	run_mid(&net->mid[0], kernel, work->fronts[0], FRONT_CHANNELS, NULL, work->mid[0][MID_PAD]);
	for (int m = 1; m < N_MIDS; m++)
		run_mid(&net->mid[m], kernel, work->mid[m - 1][0], MID_CHANNELS,
		    work->mid[m - 1][MID_PAD], work->mid[m][MID_PAD]);
}

/* pooled[n][2] of x[FRAMES][n]: the maximum over time and the mean */
static void
pool(const float *x, size_t n, float pooled[][2])
{
	for (size_t c = 0; c < n; c++) {
		float max = x[c];
		double sum = 0;

		for (size_t t = 0; t < FRAMES; t++) {
			float value = x[t * n + c];

			max = value > max ? value : max;
			sum += (double)value;
		}
		pooled[c][0] = max;
		pooled[c][1] = (float)(sum / FRAMES);
	}
}

static void
normalise(const struct norm *norm, float *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] = norm->scale[i] * x[i] + norm->shift[i];
}

/* out[n_out] = bias + in[n_in] times weights[n_in][n_out] */
static void
run_dense(
    const float *in, size_t n_in, const float *weights, const float *bias, size_t n_out, float *out)
{
	memcpy(out, bias, n_out * sizeof(*out));
	for (size_t i = 0; i < n_in; i++) {
		for (size_t o = 0; o < n_out; o++)
			out[o] += in[i] * weights[i * n_out + o];
	}
}

void
musicnn_run(const struct musicnn *net, const struct conv_kernel *kernel, struct musicnn_work *work,
    const float *patch, float *embedding, float *logits)
{
	for (size_t i = 0; i < FRAMES * BANDS; i++)
		work->patch[i] = net->in.scale[0] * patch[i] + net->in.shift[0];
	time_spectra_set(work->in, kernel, work->patch);
	run_fronts(net, kernel, work);
	run_mids(net, kernel, work);

	pool(work->fronts[MID_PAD], FRONT_CHANNELS, work->pooled);
	for (int m = 0; m < N_MIDS; m++)
		pool(work->mid[m][MID_PAD], MID_CHANNELS,
		    &work->pooled[FRONT_CHANNELS + m * MID_CHANNELS]);
	normalise(&net->pool, work->pooled[0], (size_t)2 * POOLED);
	run_dense(work->pooled[0], (size_t)2 * POOLED, net->dense, net->dense_bias,
	    MUSICNN_EMBEDDING, embedding);
	for (int i = 0; i < MUSICNN_EMBEDDING; i++)
		embedding[i] = relu(embedding[i]);
	normalise(&net->dense_norm, embedding, MUSICNN_EMBEDDING);
	run_dense(embedding, MUSICNN_EMBEDDING, net->out, net->out_bias, MUSICNN_TAGS, logits);
}
