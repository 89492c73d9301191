/* SPDX-License-Identifier: MIT */
#include "mobilenet_tensors.h"

#include "dsp/fbank.h"
#include "io/json.h"

#define BANDS MOBILENET_BANDS
#define FRAMES MOBILENET_FRAMES

static const char *const kernels[] = {"plain", "baseline", "avx2", "avx512"};

#define N_KERNELS (sizeof(kernels) / sizeof(kernels[0]))

static const struct widths mn10 = {
    .stem = 16,
    .expand = {16, 64, 72, 72, 120, 120, 240, 200, 184, 184, 480, 672, 672, 960, 960},
    .out = {16, 24, 24, 40, 40, 40, 80, 80, 80, 80, 112, 112, 160, 160, 160},
    .squeeze = {0, 0, 0, 24, 32, 32, 0, 0, 0, 0, 120, 168, 168, 240, 240},
    .last = 960,
    .hidden = 1280,
    .tags = 527,
};

static const size_t strides[N_BLOCKS] = {1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1};

/* --- the network again, in double, as its definition reads: docs/audioset.md 3, with no trick */

static const float *
values(struct tensors *t, const char *prefix, const char *suffix, size_t *shape)
{
	char *name = xasprintf("%s%s", prefix, suffix);
	const float *v = find(t, name, shape);

	assert_non_null(v);
	free(name);
	return v;
}

struct map {
	size_t n, rows, columns; /* x[n][rows][columns] */
	double *x;
};

enum act { NONE, RELU, HARD_SWISH };

static double
act_of(enum act act, double x)
{
	if (act == RELU)
		return fmax(x, 0);
	return act == HARD_SWISH ? x * fmin(fmax(x + 3, 0), 6) / 6 : x;
}

/* one channel of the result, of the channels of `in` from `first` on */
static void
naive_channel(const struct map *in, size_t first, const float *w, size_t n_in, size_t size,
    size_t stride, const struct map *out, double *y)
{
	long before = (long)(size - 1) / 2;

	for (size_t i = 0; i < out->rows * out->columns; i++)
		y[i] = 0;
	for (size_t tap = 0; tap < n_in * size * size; tap++) {
		const double *x = &in->x[(first + tap / size / size) * in->rows * in->columns];
		long down = (long)(tap / size % size) - before, right = (long)(tap % size) - before;

		for (size_t row = 0; row < out->rows; row++) {
			long r = (long)(row * stride) + down;

			for (size_t k = 0; r >= 0 && r < (long)in->rows && k < out->columns; k++) {
				long c = (long)(k * stride) + right;

				if (c >= 0 && c < (long)in->columns)
					y[row * out->columns + k] +=
					    (double)w[tap] * x[(size_t)r * in->columns + (size_t)c];
			}
		}
	}
}

/* convolution, of one channel each where deep, and norm; frees in.x unless told to keep it */
static struct map
naive_conv(
    struct tensors *t, const char *prefix, struct map in, size_t stride, enum act act, bool keep)
{
	size_t shape[4], norm[4];
	const float *w = values(t, prefix, ".0.weight", shape);
	const float *gamma = values(t, prefix, ".1.weight", norm);
	const float *beta = values(t, prefix, ".1.bias", norm);
	const float *mean = values(t, prefix, ".1.running_mean", norm);
	const float *variance = values(t, prefix, ".1.running_var", norm);
	struct map out = {
	    shape[0], (in.rows + stride - 1) / stride, (in.columns + stride - 1) / stride, NULL};
	size_t n = out.rows * out.columns;

	out.x = xcalloc(out.n * n, sizeof(double));
	for (size_t c = 0; c < out.n; c++) {
		naive_channel(&in, shape[1] == 1 && in.n > 1 ? c : 0,
		    w + c * shape[1] * shape[2] * shape[3], shape[1], shape[2], stride, &out,
		    &out.x[c * n]);
		for (size_t i = 0; i < n; i++)
			out.x[c * n + i] = act_of(act,
			    (out.x[c * n + i] - (double)mean[c]) /
				    sqrt((double)variance[c] + 0.001) * (double)gamma[c] +
				(double)beta[c]);
	}
	if (!keep)
		free(in.x);
	return out;
}

static double *
naive_dense(struct tensors *t, const char *prefix, const double *in)
{
	size_t shape[4], ignored[4];
	const float *w = values(t, prefix, ".weight", shape);
	const float *bias = values(t, prefix, ".bias", ignored);
	double *out = xcalloc(shape[0], sizeof(*out));

	for (size_t o = 0; o < shape[0]; o++) {
		out[o] = (double)bias[o];
		for (size_t i = 0; i < shape[1]; i++)
			out[o] += in[i] * (double)w[o * shape[1] + i];
	}
	return out;
}

static double *
naive_mean(const struct map *m)
{
	double *mean = xcalloc(m->n, sizeof(*mean));
	size_t n = m->rows * m->columns;

	for (size_t i = 0; i < m->n * n; i++)
		mean[i / n] += m->x[i] / (double)n;
	return mean;
}

static void
naive_squeeze(struct tensors *t, const char *prefix, struct map *m, size_t n_squeezed)
{
	char *fc1 = xasprintf("%s.conc_se_layers.0.fc1", prefix);
	char *fc2 = xasprintf("%s.conc_se_layers.0.fc2", prefix);
	double *mean = naive_mean(m), *squeezed = naive_dense(t, fc1, mean), *factor;
	size_t n = m->rows * m->columns;

	for (size_t i = 0; i < n_squeezed; i++)
		squeezed[i] = fmax(squeezed[i], 0);
	factor = naive_dense(t, fc2, squeezed);
	for (size_t i = 0; i < m->n * n; i++)
		m->x[i] /= 1 + exp(-factor[i / n]);
	free(fc1);
	free(fc2);
	free(mean);
	free(squeezed);
	free(factor);
}

static struct map
naive_block(struct tensors *t, const struct widths *w, int i, struct map in)
{
	enum act act = i < 6 ? RELU : HARD_SWISH;
	struct map m = in, out;
	char name[64];
	int part = 0;

	snprintf(name, sizeof(name), "features.%d.block.%d", i + 1, part);
	if (i > 0) {
		m = naive_conv(t, name, m, 1, act, true);
		part++;
	}
	snprintf(name, sizeof(name), "features.%d.block.%d", i + 1, part++);
	m = naive_conv(t, name, m, strides[i], act, i == 0);
	snprintf(name, sizeof(name), "features.%d.block.%d", i + 1, part);
	if (w->squeeze[i] > 0) {
		naive_squeeze(t, name, &m, w->squeeze[i]);
		part++;
	}
	snprintf(name, sizeof(name), "features.%d.block.%d", i + 1, part);
	out = naive_conv(t, name, m, 1, NONE, false);
	for (size_t k = 0; strides[i] == 1 && out.n == in.n && k < in.n * in.rows * in.columns; k++)
		out.x[k] += in.x[k];
	free(in.x);
	return out;
}

static void
naive_run(struct tensors *t, const struct widths *w, const float *patch, double **embedding,
    double **logits)
{
	struct map m = {1, BANDS, FRAMES, xcalloc((size_t)BANDS * FRAMES, sizeof(double))};
	double *hidden;

	for (size_t i = 0; i < BANDS * FRAMES; i++)
		m.x[i] = (double)patch[i];
	m = naive_conv(t, "features.0", m, 2, HARD_SWISH, false);
	for (int i = 0; i < N_BLOCKS; i++)
		m = naive_block(t, w, i, m);
	m = naive_conv(t, "features.16", m, 1, HARD_SWISH, false);
	*embedding = naive_mean(&m);
	hidden = naive_dense(t, "classifier.2", *embedding);
	for (size_t i = 0; i < w->hidden; i++)
		hidden[i] = act_of(HARD_SWISH, hidden[i]);
	*logits = naive_dense(t, "classifier.5", hidden);
	free(hidden);
	free(m.x);
}

static double
largest_of(const double *x, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++)
		most = fmax(most, fabs(x[i]));
	return most;
}

static void
check_random(const struct widths *w)
{
	struct tensors *t = random_tensors(w);
	float *patch = xalignedarray((size_t)BANDS * FRAMES, sizeof(*patch));
	float *embedding = xalignedarray(w->last, sizeof(float));
	float *logits = xalignedarray(w->tags, sizeof(float));
	double *expected, *expected_logits, scale;
	struct mobilenet *net;
	const char *why = NULL;
	struct rng rng;

	rng_seed(&rng, 6);
	for (size_t i = 0; i < BANDS * FRAMES; i++)
		patch[i] = (float)(4 * rng_uniform(&rng) - 2);
	naive_run(t, w, patch, &expected, &expected_logits);
	net = mobilenet_new(find, t, &why);
	assert_non_null(net);
	assert_int_equal(mobilenet_embedding_len(net), w->last);
	assert_int_equal(mobilenet_n_tags(net), w->tags);
	for (size_t k = 0; k < N_KERNELS; k++) {
		const struct conv_kernel *kernel = conv_find(kernels[k]);
		struct mobilenet_work *work = mobilenet_work_new(net);

		if (kernel == NULL)
			continue;
		/* nothing of another patch may stay */
		memset(embedding, 0, w->last * sizeof(float));
		for (int again = strcmp(kernel->name, "plain") == 0; again < 2; again++)
			mobilenet_run(net, kernel, work, patch, embedding, logits);
		scale = largest_of(expected, w->last);
		for (size_t i = 0; i < w->last; i++)
			assert_near((double)embedding[i], expected[i], 1e-5 * scale);
		scale = largest_of(expected_logits, w->tags);
		for (size_t i = 0; i < w->tags; i++)
			assert_near((double)logits[i], expected_logits[i], 1e-5 * scale);
		mobilenet_work_free(work);
	}
	mobilenet_free(net);
	free(expected);
	free(expected_logits);
	free(embedding);
	free(logits);
	free(patch);
	free_tensors(t);
}

static void
test_mn04(void **state)
{
	(void)state;
	check_random(&mn04);
}

static void
test_mn10(void **state)
{
	(void)state;
	check_random(&mn10);
}

/* --- what is no such network */

static void
refused(struct tensors *t, const char *words)
{
	const char *why = NULL;

	assert_null(mobilenet_new(find, t, &why));
	assert_says(why, words);
}

static void
test_refused(void **state)
{
	struct tensors *t = random_tensors(&mn04);
	const char *why = NULL;

	(void)state;
	/* each tensor is needed, and each in its shape */
	for (size_t i = 0; i < t->n; i++) {
		struct named *tensor = &t->all[i];
		size_t shape[4];

		tensor->name[0] = 'x';
		refused(t, "lacks a tensor");
		tensor->name[0] = strncmp(tensor->name + 1, "lass", 4) == 0 ? 'c' : 'f';
		memcpy(shape, tensor->shape, sizeof(shape));
		for (int d = 0; d < 4; d++) {
			tensor->shape[d]--;
			refused(t, "not the weights of a network mnNN_as");
			tensor->shape[d] = SIZE_MAX;
			refused(t, "another shape");
			tensor->shape[d] = shape[d];
		}
	}
	look_up(t, "features.7.block.1.1.running_var")->values[95] = -0.01f;
	refused(t, "a variance below zero");
	look_up(t, "features.7.block.1.1.running_var")->values[95] = 0;
	mobilenet_free(mobilenet_new(find, t, &why));
	assert_null(why);
	free_tensors(t);
	t = xcalloc(1, sizeof(*t));
	refused(t, "lacks a tensor");
	free_tensors(t);
	mobilenet_free(NULL);
	mobilenet_work_free(NULL);
}

/* a file that claims to be wide costs no memory for what it would compute */
static void
test_wide(void **state)
{
	struct widths w = mn04;
	struct tensors *t;

	(void)state;
	w.out[0] = 800;
	t = random_tensors(&w);
	refused(t, "too wide");
	free_tensors(t);
}

/* --- the trained network, where it is: stage by stage */

static FILE *
open_shared(const char *name)
{
	const char *folder = getenv("MGC_SHARED");
	char *path = xasprintf("%s/%s", folder != NULL ? folder : "../shared", name);
	FILE *f = fopen(path, "rb");

	free(path);
	return f;
}

/* the tensors of the published file, which are where a table says; NULL: they are not here */
static struct tensors *
trained_tensors(void)
{
	FILE *file = open_shared("audioset/mn04_as_mAP_432.pt");
	FILE *table = open_shared("audioset/offsets.tsv");
	struct tensors *t = xcalloc(1, sizeof(*t));
	char line[200], name[80], form[40];
	long len, offset;

	while (file != NULL && table != NULL && fgets(line, sizeof(line), table) != NULL) {
		size_t shape[4] = {1, 1, 1, 1};
		struct named *tensor;

		if (sscanf(line, "%79s F32 %39s %ld %ld", name, form, &len, &offset) != 4)
			continue;
		sscanf(form, "%zux%zux%zux%zu", &shape[0], &shape[1], &shape[2], &shape[3]);
		tensor = put(t, name, "", shape);
		assert_int_equal(fseek(file, offset, SEEK_SET), 0);
		assert_int_equal(fread(tensor->values, 1, (size_t)len, file), len);
	}
	if (file != NULL)
		fclose(file);
	if (table != NULL)
		fclose(table);
	return t;
}

static double
number_at(const struct json *list, size_t i)
{
	const struct json *v = json_first(list);
	double x = NAN;

	while (i-- > 0)
		v = json_next(v);
	assert_true(json_number(v, &x));
	return x;
}

#define STAGE_SHOWN 4 /* numbers of each end of a map */

static void
see(void *user, int stage, const float *map, size_t rows, size_t columns, size_t n)
{
	const struct json *s = json_first(json_get(user, "stages")), *shape, *first, *last;
	double mean = 0, most = 0, expected;
	size_t at_last = rows * columns - STAGE_SHOWN;

	for (int i = 0; i < stage && s != NULL; i++)
		s = json_next(s);
	if (s == NULL) /* the last one is the embedding's */
		return;
	shape = json_get(s, "shape");
	first = json_get(s, "[0][0][0..3]");
	last = json_get(s, "[last][last][last-3..last]");
	assert_true(number_at(shape, 0) == (double)n && number_at(shape, 1) == (double)rows &&
	    number_at(shape, 2) == (double)columns);
	for (size_t i = 0; i < STAGE_SHOWN; i++) {
		assert_near((double)map[i * n], number_at(first, i), 5e-5);
		assert_near((double)map[(at_last + i) * n + n - 1], number_at(last, i), 5e-5);
	}
	for (size_t i = 0; i < rows * columns * n; i++) {
		mean += (double)map[i] / (double)(rows * columns * n);
		most = fmax(most, fabs((double)map[i]));
	}
	assert_true(json_number(json_get(s, "mean"), &expected));
	assert_near(mean, expected, 1e-5);
	assert_true(json_number(json_get(s, "max_abs"), &expected));
	assert_near(most, expected, 5e-5);
}

static void
check_mel(const float *patch, const struct json *mel)
{
	double mean = 0, expected;

	for (size_t i = 0; i < 8; i++) {
		assert_near((double)patch[i], number_at(json_get(mel, "[0][0..7]"), i), 2e-5);
		assert_near((double)patch[64 * FRAMES + 500 + i],
		    number_at(json_get(mel, "[64][500..507]"), i), 2e-5);
		assert_near((double)patch[127 * FRAMES + 992 + i],
		    number_at(json_get(mel, "[127][992..999]"), i), 2e-5);
	}
	for (size_t i = 0; i < BANDS * FRAMES; i++)
		mean += (double)patch[i] / (BANDS * FRAMES);
	assert_true(json_number(json_get(mel, "mean"), &expected));
	assert_near(mean, expected, 1e-6);
}

/* the piece of a WAV file of 16 bits, from its definition to a patch */
static float *
read_patch(const struct kernel *kernel, FILE *f)
{
	enum { PIECE = 320000 };
	static const struct fbank_plan plan = {PIECE, 320, 800, 1024, BANDS, 32000, 15000};
	unsigned char *bytes = xmalloc(2 * PIECE);
	float *x = xalignedarray(PIECE, sizeof(*x));
	float *patch = xalignedarray((size_t)BANDS * FRAMES, sizeof(*patch));
	struct fbank *fbank = fbank_new(&plan);

	assert_int_equal(fseek(f, -2 * PIECE, SEEK_END), 0);
	assert_int_equal(fread(bytes, 2, PIECE, f), PIECE);
	for (size_t i = 0; i < PIECE; i++)
		x[i] = (float)(int16_t)(bytes[2 * i] | bytes[2 * i + 1] << 8) / 32768;
	fbank_compute(fbank, kernel, x, patch);
	for (size_t i = 0; i < BANDS * FRAMES; i++)
		patch[i] = (patch[i] + 4.5f) / 5;
	fbank_free(fbank);
	free(bytes);
	free(x);
	return patch;
}

static void
check_stages(struct tensors *t, struct json *golden, FILE *wav, const char *name)
{
	const struct kernel *kernel = kernel_find(name);
	float embedding[384], logits[527], *patch;
	struct mobilenet_work *work;
	const char *why = NULL;
	struct mobilenet *net = mobilenet_new(find, t, &why);

	assert_non_null(net);
	if (kernel != NULL) {
		patch = read_patch(kernel, wav);
		check_mel(patch, json_get(golden, "mel"));
		work = mobilenet_work_new(net);
		mobilenet_watch(work, see, golden);
		mobilenet_run(net, conv_find(name), work, patch, embedding, logits);
		for (size_t i = 0; i < 8; i++) {
			assert_near((double)embedding[i],
			    number_at(json_get(golden, "embedding[0..7]"), i), 2e-5);
			assert_near((double)logits[i],
			    number_at(json_get(golden, "logits[0..7]"), i), 5e-5);
		}
		mobilenet_work_free(work);
		free(patch);
	}
	mobilenet_free(net);
}

static void
test_stages(void **state)
{
	struct tensors *t = trained_tensors();
	FILE *wav = open_shared("audioset/rock-32k.wav");
	FILE *f = open_shared("golden/audioset-intermediate.json");
	static char text[65536];
	struct json *golden;

	(void)state;
	if (t->n == 0 || wav == NULL || f == NULL)
		unit_skip("golden data");
	golden = json_parse(text, fread(text, 1, sizeof(text), f));
	assert_non_null(golden);
	for (size_t i = 0; i < N_KERNELS; i++)
		check_stages(t, golden, wav, kernels[i]);
	json_free(golden);
	fclose(f);
	fclose(wav);
	free_tensors(t);
}

RUN_TESTS(cmocka_unit_test(test_mn04), cmocka_unit_test(test_mn10), cmocka_unit_test(test_refused),
    cmocka_unit_test(test_wide), cmocka_unit_test(test_stages))
