/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "base/xmalloc.h"
#include "io/input.h"
#include "io/json.h"
#include "nn/musicnn.h"

#define FRAMES MUSICNN_FRAMES
#define BANDS MUSICNN_BANDS
#define FRONT 561
#define MID 64
#define POOLED (FRONT + 3 * MID)

static const char *const kernels[] = {"plain", "baseline", "avx2", "avx512"};

#define N_KERNELS (sizeof(kernels) / sizeof(kernels[0]))

/* n weights of about the size that keeps sums over n_taps near one */
static float *
put_noise(float *at, struct rng *rng, size_t n, size_t n_taps)
{
	for (size_t i = 0; i < n; i++)
		*at++ = (float)((2 * rng_uniform(rng) - 1) * 1.7 / sqrt((double)n_taps));
	return at;
}

/* gamma of either sign, beta, mean, variance */
static float *
put_norm(float *at, struct rng *rng, size_t n)
{
	at = put_noise(at, rng, 3 * n, 1);
	for (size_t i = 0; i < n; i++)
		*at++ = (float)(0.1 + 2 * rng_uniform(rng));
	return at;
}

static float *
put_layer(float *at, struct rng *rng, size_t n_taps, size_t n_out)
{
	at = put_noise(at, rng, n_taps * n_out, n_taps);
	return put_noise(at, rng, n_out, 1);
}

/* a network that nobody trained, in the order of the file */
static float *
random_weights(void)
{
	float *weights = xalignedarray(MUSICNN_WEIGHTS, sizeof(*weights)), *at = weights;
	static const size_t taps[] = {7 * 38, 7 * 67, 128, 64, 32, 7 * FRONT, 7 * MID, 7 * MID};
	static const size_t outs[] = {204, 204, 51, 51, 51, MID, MID, MID};
	struct rng rng;

	rng_seed(&rng, 5);
	at = put_norm(at, &rng, 1);
	for (int i = 0; i < 8; i++) {
		at = put_layer(at, &rng, taps[i], outs[i]);
		at = put_norm(at, &rng, outs[i]);
	}
	at = put_norm(at, &rng, 2 * POOLED);
	at = put_layer(at, &rng, 2 * POOLED, MUSICNN_EMBEDDING);
	at = put_norm(at, &rng, MUSICNN_EMBEDDING);
	at = put_layer(at, &rng, MUSICNN_EMBEDDING, MUSICNN_TAGS);
	assert_true(at == weights + MUSICNN_WEIGHTS);
	return weights;
}

/* --- the network again, in double, as its definition reads: docs/musicnn.md 4, with no trick */

static double
naive_norm(const float *p, size_t n, size_t channel, double x)
{
	return (double)p[channel] * (x - (double)p[2 * n + channel]) /
	    sqrt((double)p[3 * n + channel] + 0.001) +
	    (double)p[n + channel];
}

/*
 * out[FRAMES][positions][n_out] -> relu, norm, maximum over positions, into column of all[][FRONT]
 */
static const float *
naive_front(const float *p, double in[FRAMES][BANDS], size_t frames, size_t bands, size_t n_out,
    double (*all)[POOLED], size_t column)
{
	const float *bias = p + frames * bands * n_out, *norm = bias + n_out;
	int before = (int)((frames - 1) / 2);

	for (int t = 0; t < FRAMES; t++) {
		for (size_t b = 0; b + bands <= BANDS; b++) {
			double sum[204];

			for (size_t c = 0; c < n_out; c++)
				sum[c] = (double)bias[c];
			for (int i = 0; i < (int)frames; i++) {
				int at = t + i - before;

				for (size_t k = 0; k < bands && at >= 0 && at < FRAMES; k++) {
					const float *w = &p[((size_t)i * bands + k) * n_out];

					for (size_t c = 0; c < n_out; c++)
						sum[c] += in[at][b + k] * (double)w[c];
				}
			}
			for (size_t c = 0; c < n_out; c++) {
				double y = naive_norm(norm, n_out, c, fmax(sum[c], 0));

				if (b == 0 || y > all[t][column + c])
					all[t][column + c] = y;
			}
		}
	}
	return norm + 4 * n_out;
}

static const float *
naive_mid(const float *p, double (*all)[POOLED], size_t from, size_t n_in, bool residual, size_t to)
{
	const float *bias = p + 7 * n_in * MID, *norm = bias + MID;

	for (int t = 0; t < FRAMES; t++) {
		double sum[MID];

		for (int c = 0; c < MID; c++)
			sum[c] = (double)bias[c];
		for (int i = 0; i < 7; i++) {
			int at = t + i - 3;

			for (size_t k = 0; k < n_in && at >= 0 && at < FRAMES; k++) {
				for (size_t c = 0; c < MID; c++)
					sum[c] += all[at][from + k] *
					    (double)p[((size_t)i * n_in + k) * MID + c];
			}
		}
		for (size_t c = 0; c < MID; c++)
			all[t][to + c] = naive_norm(norm, MID, c, fmax(sum[c], 0)) +
			    (residual ? all[t][from + c] : 0);
	}
	return norm + 4 * MID;
}

static void
naive_dense(const float *p, const double *in, size_t n_in, size_t n_out, double *out)
{
	for (size_t o = 0; o < n_out; o++) {
		out[o] = (double)p[n_in * n_out + o];
		for (size_t i = 0; i < n_in; i++)
			out[o] += in[i] * (double)p[i * n_out + o];
	}
}

static void
naive_run(const float *p, const float *patch, double *embedding, double *logits)
{
	static double in[FRAMES][BANDS], all[FRAMES][POOLED], pooled[2 * POOLED];
	size_t n = MUSICNN_EMBEDDING;

	for (int t = 0; t < FRAMES; t++) {
		for (int b = 0; b < BANDS; b++)
			in[t][b] = naive_norm(p, 1, 0, (double)patch[t * BANDS + b]);
	}
	p = naive_front(p + 4, in, 7, 38, 204, all, 0);
	p = naive_front(p, in, 7, 67, 204, all, 204);
	p = naive_front(p, in, 128, 1, 51, all, 408);
	p = naive_front(p, in, 64, 1, 51, all, 459);
	p = naive_front(p, in, 32, 1, 51, all, 510);
	p = naive_mid(p, all, 0, FRONT, false, FRONT);
	p = naive_mid(p, all, FRONT, MID, true, FRONT + MID);
	p = naive_mid(p, all, FRONT + MID, MID, true, FRONT + 2 * MID);
	for (size_t c = 0; c < POOLED; c++) {
		double max = all[0][c], sum = 0;

		for (int t = 0; t < FRAMES; t++) {
			max = fmax(max, all[t][c]);
			sum += all[t][c];
		}
		pooled[2 * c] = naive_norm(p, 2 * POOLED, 2 * c, max);
		pooled[2 * c + 1] = naive_norm(p, 2 * POOLED, 2 * c + 1, sum / FRAMES);
	}
	p += 8 * POOLED;
	naive_dense(p, pooled, 2 * POOLED, n, embedding);
	p += 2 * POOLED * n + n;
	for (size_t i = 0; i < n; i++)
		embedding[i] = naive_norm(p, n, i, fmax(embedding[i], 0));
	naive_dense(p + 4 * n, embedding, n, MUSICNN_TAGS, logits);
}

/* runs a kernel, if this machine has one of that name, and compares */
static void
check(const char *kernel_name, const float *weights, const float *patch, const double *embedding,
    const double *logits, double tolerance)
{
	const struct conv_kernel *kernel = conv_find(kernel_name);
	struct musicnn *net;
	struct musicnn_work *work;
	float got[MUSICNN_EMBEDDING], got_logits[MUSICNN_TAGS];

	if (kernel == NULL)
		return;
	net = musicnn_new(weights);
	work = musicnn_work_new();
	/* nothing of another patch may stay; the plain kernel takes its time */
	if (strcmp(kernel_name, "plain") != 0)
		musicnn_run(net, kernel, work, weights, got, got_logits);
	musicnn_run(net, kernel, work, patch, got, got_logits);
	for (size_t i = 0; embedding != NULL && i < MUSICNN_EMBEDDING; i++)
		assert_near((double)got[i], embedding[i], tolerance);
	for (size_t i = 0; i < MUSICNN_TAGS; i++)
		assert_near((double)got_logits[i], logits[i], tolerance);
	musicnn_free(net);
	musicnn_work_free(work);
}

static void
test_random(void **state)
{
	float *weights = random_weights(), *patch = xalignedarray(FRAMES * BANDS, sizeof(*patch));
	double embedding[MUSICNN_EMBEDDING], logits[MUSICNN_TAGS];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 6);
	for (size_t i = 0; i < FRAMES * BANDS; i++)
		patch[i] = (float)(5 * rng_uniform(&rng));
	naive_run(weights, patch, embedding, logits);
	for (size_t i = 0; i < N_KERNELS; i++)
		check(kernels[i], weights, patch, embedding, logits, 2e-4);
	free(weights);
	free(patch);
}

/* --- the trained networks, where they are: patches that need no audio */

static const char *
shared(void)
{
	const char *folder = getenv("MGC_SHARED");

	return folder != NULL ? folder : "../shared";
}

/* the end of a file, or all of it with len 0; NULL where it is not */
static char *
read_tail(const char *name, size_t len, size_t *got)
{
	char *path = xasprintf("%s/%s", shared(), name), *data = NULL;
	FILE *f = fopen(path, "rb");

	free(path);
	if (f == NULL)
		return NULL;
	fseek(f, 0, SEEK_END);
	*got = len > 0 ? len : (size_t)ftell(f);
	data = xmalloc(*got);
	assert_int_equal(fseek(f, -(long)*got, SEEK_END), 0);
	assert_int_equal(fread(data, 1, *got, f), *got);
	fclose(f);
	return data;
}

static double *
numbers(const struct json *patch, const char *name, size_t n)
{
	const struct json *list = json_get(patch, name), *v = json_first(list);
	double *x = xcalloc(n, sizeof(*x));

	assert_int_equal(json_count(list), n);
	for (size_t i = 0; i < n; i++, v = json_next(v))
		assert_true(json_number(v, &x[i]));
	return x;
}

static void
check_golden(const char *network, const struct json *golden, const char *embedding_name,
    const char *logits_name, const float *patch)
{
	size_t len;
	char *data = read_tail(network, MUSICNN_WEIGHTS * sizeof(float), &len);
	double *embedding = NULL, *logits = numbers(golden, logits_name, MUSICNN_TAGS);
	float *weights = xalignedarray(MUSICNN_WEIGHTS, sizeof(*weights));

	assert_non_null(data);
	memcpy(weights, data, len);
	if (embedding_name != NULL)
		embedding = numbers(golden, embedding_name, MUSICNN_EMBEDDING);
	for (size_t i = 0; i < N_KERNELS; i++)
		check(kernels[i], weights, patch, embedding, logits, 1e-4);
	free(embedding);
	free(logits);
	free(weights);
	free(data);
}

static void
test_golden(void **state)
{
	static float zero[FRAMES * BANDS], pattern[FRAMES * BANDS];
	size_t len;
	char *text = read_tail("golden/musicnn-intermediate.json", 0, &len);
	struct json *golden;

	(void)state;
	if (text == NULL)
		unit_skip("golden data");
	golden = json_parse(text, len);
	assert_non_null(golden);
	for (int i = 0; i < FRAMES * BANDS; i++)
		pattern[i] = (float)(i * 7919L % 97 / 24.0);
	check_golden("musicnn/MSD_musicnn.safetensors", json_get(golden, "patch_zero"),
	    "penultimate", "logits", zero);
	check_golden("musicnn/MSD_musicnn.safetensors", json_get(golden, "patch_pattern"),
	    "penultimate", "logits", pattern);
	check_golden("musicnn/MTT_musicnn.safetensors", json_get(golden, "patch_pattern"), NULL,
	    "MTT_musicnn_logits", pattern);
	json_free(golden);
	free(text);
}

RUN_TESTS(cmocka_unit_test(test_random), cmocka_unit_test(test_golden))
