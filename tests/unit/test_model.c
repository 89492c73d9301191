/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "unit.h"

#include "base/rng.h"
#include "base/xmalloc.h"
#include "io/floats.h"
#include "model/model.h"
#include "io/safetensors.h"

static struct model *
make_ensemble(size_t n_members)
{
	static const char *const names[] = {"flux_mean", "tempo", "zcr, \"x\"\n"};
	const size_t width[] = {3, 5, 2};
	struct model *m = model_new();
	struct rng rng;

	rng_seed(&rng, 1);
	m->scaler = scaler_new(3, names);
	for (int i = 0; i < 3; i++) {
		m->scaler->mean[i] = i - 0.5;
		m->scaler->std[i] = i + 0.25;
	}
	m->n_classes = 2;
	m->classes = xcalloc(2, sizeof(*m->classes));
	m->classes[0] = xstrdup("blues");
	m->classes[1] = xstrdup("d\xc3\xa9j\xc3\xa0,vu");
	m->ensemble = ensemble_new();
	for (size_t k = 0; k < n_members; k++) {
		struct network *net = network_new(2, width);

		for (size_t i = 0; i < net->n_params; i++)
			net->params[i] = (float)(rng_uniform(&rng) - 0.5);
		ensemble_add(m->ensemble, net, (double)(k + 1));
	}
	ensemble_normalise(m->ensemble);
	m->dropout = 0.25;
	m->front_end = (struct front_end){.set = "seed",
	    .rate = 22050,
	    .max_samples = 660000,
	    .cut = {.window = 0.2, .overlap = 0.5}};
	m->seed = 42;
	m->scores = json_parse("{\"test\": 0.5}", 13);
	m->command = xstrdup("mgc-train -o x");
	m->version = xstrdup("0.1");
	return m;
}

static struct model *
make_model(void)
{
	return make_ensemble(1);
}

/* the bytes of a model file */
static char *
model_bytes(const struct model *m, size_t *len)
{
	char *data = NULL;
	FILE *f = open_memstream(&data, len);

	model_write(m, f);
	fclose(f);
	return data;
}

static struct model *
read_bytes(const char *data, size_t len, char *error)
{
	char *path;
	FILE *f = unit_file(&path);
	struct model *m;

	fwrite(data, 1, len, f);
	fclose(f);
	error[0] = '\0';
	m = model_read(path, error, 512);
	if (m == NULL)
		assert_true(strncmp(error, path, strlen(path)) == 0 && strchr(error, '\n') == NULL);
	unlink(path);
	free(path);
	return m;
}

static void
check_refused(const char *data, size_t len, const char *words)
{
	char error[512];
	struct model *m = read_bytes(data, len, error);

	if (m != NULL)
		print_error("taken, though: %s\n", words);
	assert_null(m);
	assert_says(error, words);
}

static void
test_comes_back(void **state)
{
	struct model *m = make_model(), *back;
	char error[512], *a, *b;
	size_t a_len, b_len;

	(void)state;
	a = model_bytes(m, &a_len);
	back = read_bytes(a, a_len, error);
	assert_string_equal(error, "");
	assert_int_equal(back->n_classes, 2);
	assert_string_equal(back->classes[1], m->classes[1]);
	assert_int_equal(back->scaler->n, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(back->scaler->names[i], m->scaler->names[i]);
		assert_true(back->scaler->mean[i] == m->scaler->mean[i]);
		assert_true(back->scaler->std[i] == m->scaler->std[i]);
	}
	assert_int_equal(back->ensemble->n, 1);
	assert_int_equal(back->ensemble->members[0]->n_params, m->ensemble->members[0]->n_params);
	assert_memory_equal(back->ensemble->members[0]->params, m->ensemble->members[0]->params,
	    m->ensemble->members[0]->n_params * sizeof(float));
	assert_true(back->dropout == 0.25 && back->seed == 42);
	assert_string_equal(back->front_end.set, "seed");
	assert_true(back->front_end.max_samples == 660000 && back->front_end.cut.overlap == 0.5);
	assert_string_equal(back->command, "mgc-train -o x");
	b = model_bytes(back, &b_len);
	assert_int_equal(a_len, b_len);
	assert_memory_equal(a, b, a_len);
	free(a);
	free(b);
	model_free(m);
	model_free(back);
	model_free(NULL);
}

/* members, weights, temperature and curves come back, and each is of version 2 alone */
static void
test_members_come_back(void **state)
{
	struct model *m = make_ensemble(3), *back;
	char error[512], *data;
	size_t len;

	(void)state;
	m->ensemble->tempering.temperature = 1.5;
	m->scaler->curve[1] = SCALER_LOG;
	m->scaler->floor[1] = 0.25;
	m->scaler->curve[2] = SCALER_LOGIT;
	m->scaler->clip = 4;
	data = model_bytes(m, &len);
	assert_non_null(memmem(data, len, "\"format_version\":\"2\"", 20));
	back = read_bytes(data, len, error);
	assert_string_equal(error, "");
	assert_int_equal(back->ensemble->n, 3);
	assert_true(back->ensemble->tempering.temperature == 1.5);
	assert_true(back->ensemble->tempering.spread == 0);
	for (size_t k = 0; k < 3; k++) {
		assert_near(back->ensemble->weight[k], (double)(k + 1) / 6, 1e-15);
		assert_memory_equal(back->ensemble->members[k]->params,
		    m->ensemble->members[k]->params,
		    m->ensemble->members[k]->n_params * sizeof(float));
		assert_int_equal(back->scaler->curve[k], m->scaler->curve[k]);
		assert_true(back->scaler->floor[k] == m->scaler->floor[k]);
	}
	assert_true(back->scaler->clip == 4);
	for (size_t cut = 0; cut < len; cut += 7)
		assert_null(read_bytes(data, cut, error));
	for (size_t i = 0; i < len; i++) {
		model_free(back);
		data[i] ^= (char)(1 << i % 8);
		back = read_bytes(data, len, error);
		if (back != NULL)
			assert_true(
			    back->ensemble->n >= 1 && ensemble_n_classes(back->ensemble) == 2);
		data[i] ^= (char)(1 << i % 8);
	}
	free(data);
	model_free(m);
	model_free(back);
}

/* a spread is of version 3, which older readers refuse; its range is checked */
static void
test_spread_comes_back(void **state)
{
	struct model *m = make_ensemble(3), *back;
	char error[512], *data, *at;
	size_t len;

	(void)state;
	m->ensemble->tempering = (struct tempering){0.75, 0.5};
	data = model_bytes(m, &len);
	assert_non_null(memmem(data, len, "\"format_version\":\"3\"", 20));
	back = read_bytes(data, len, error);
	assert_string_equal(error, "");
	assert_true(back->ensemble->tempering.temperature == 0.75);
	assert_true(back->ensemble->tempering.spread == 0.5);
	at = memmem(data, len, "\"temperature_spread\":\"0.5\"", 26);
	assert_non_null(at);
	memcpy(at + 22, "1.0", 3);
	check_refused(data, len, "spread");
	memcpy(at + 22, "-.5", 3);
	check_refused(data, len, "");
	memcpy(at + 22, "-01", 3);
	check_refused(data, len, "");
	free(data);
	model_free(m);
	model_free(back);
}

/* other writers put tensors into an order of their own: the networks are the same */
static void
test_tensors_in_any_order(void **state)
{
	struct model *m = make_ensemble(3), *back;
	char error[512], *a, *path;
	size_t len;
	FILE *f = unit_file(&path);
	struct safetensors *s;

	(void)state;
	a = model_bytes(m, &len);
	fwrite(a, 1, len, f);
	fclose(f);
	s = safetensors_read(path, SAFETENSORS_FILE_MAX, NULL, error, sizeof(error));
	assert_non_null(s);
	for (size_t i = 0; i < s->n_tensors / 2; i++) {
		struct tensor t = s->tensors[i];

		s->tensors[i] = s->tensors[s->n_tensors - 1 - i];
		s->tensors[s->n_tensors - 1 - i] = t;
	}
	f = fopen(path, "wb");
	safetensors_write(f, s->tensors, s->n_tensors, s->metadata);
	fclose(f);
	safetensors_free(s);
	back = model_read(path, error, sizeof(error));
	assert_non_null(back);
	for (size_t i = 0; i < 3; i++)
		assert_memory_equal(back->ensemble->members[i]->params,
		    m->ensemble->members[i]->params,
		    m->ensemble->members[i]->n_params * sizeof(float));
	unlink(path);
	free(path);
	free(a);
	model_free(m);
	model_free(back);
}

static void
test_cut_at_every_byte(void **state)
{
	struct model *m = make_model();
	size_t len;
	char *data = model_bytes(m, &len), error[512];

	(void)state;
	for (size_t cut = 0; cut < len; cut++)
		assert_null(read_bytes(data, cut, error));
	free(data);
	model_free(m);
}

/* what typical songs are like comes back; files that say it wrongly or in part are refused */
static struct typical *
make_typical(size_t n_distances)
{
	struct typical *t = xcalloc(1, sizeof(*t));

	t->numbers = xcalloc(3 * 3 + 2 * 9 + 3, sizeof(*t->numbers));
	for (int i = 0; i < 30; i++)
		t->numbers[i] = (float)(i / 4 + 1);
	t->n_features = 3;
	t->n_classes = 2;
	t->n_distances = n_distances;
	t->means = t->numbers;
	t->within = t->numbers + 9;
	t->overall = t->numbers + 18;
	t->distances = t->numbers + 27;
	return t;
}

static void
refuse_typical(size_t n_features, size_t n_classes, bool descend, const char *why)
{
	struct model *m = make_model();
	size_t len;
	char *data;

	m->typical = make_typical(3);
	m->typical->n_features = n_features;
	m->typical->n_classes = n_classes;
	if (descend)
		m->typical->numbers[29] = -1;
	data = model_bytes(m, &len);
	check_refused(data, len, why);
	free(data);
	model_free(m);
}

static double
distance(const struct typical *t, const double *x)
{
	struct typical_ruler *r = typical_ruler_new(t);
	double d = typical_distance(r, x);

	typical_ruler_free(r);
	return d;
}

static void
test_typical(void **state)
{
	struct model *m = make_model(), *got;
	const double x[] = {0.5, -2, 7};
	char error[512];
	size_t len;
	char *data;

	(void)state;
	m->typical = make_typical(3);
	data = model_bytes(m, &len);
	got = read_bytes(data, len, error);
	assert_non_null(got);
	assert_int_equal(got->typical->n_classes, 2);
	assert_int_equal(got->typical->n_distances, 3);
	assert_near(distance(got->typical, x), distance(m->typical, x), 0);
	model_free(got);
	free(data);
	model_free(m);
	refuse_typical(2, 2, false, "has another shape");
	refuse_typical(3, 0, false, "has another shape");
	refuse_typical(3, 2, true, "do not ascend");
}

static void
test_something_more(void **state)
{
	struct model *m = make_model();
	size_t len;
	char *data = model_bytes(m, &len);

	(void)state;
	data = realloc(data, len + 4);
	memset(data + len, 0, 4);
	check_refused(data, len + 4, "belong to no tensor");
	free(data);
	model_free(m);
}

static void
test_header_lengths(void **state)
{
	struct model *m = make_model();
	size_t len;
	char *data = model_bytes(m, &len);
	static const uint64_t lengths[] = {UINT64_C(1) << 60, UINT64_MAX, UINT64_C(1) << 63,
	    UINT64_C(1) << 32, 16 * 1024 * 1024 + 1, 0, 1, 100000};

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		for (int b = 0; b < 8; b++)
			data[b] = (char)(lengths[i] >> (8 * b));
		check_refused(data, len,
		    lengths[i] > 16 * 1024 * 1024 ? "too long"
			: lengths[i] > 1000       ? "truncated"
						  : "no JSON");
	}
	free(data);
	model_free(m);
}

/* the model with `from` replaced by `to` in its header */
static char *
edited(const char *from, const char *to, size_t *len)
{
	struct model *m = make_model();
	size_t old_len, header_len = 0, cut, header_new;
	char *data = model_bytes(m, &old_len), *out, *at;

	for (int i = 7; i >= 0; i--)
		header_len = header_len << 8 | (unsigned char)data[i];
	out = calloc(1, old_len + strlen(to) + 1);
	at = memmem(data + 8, header_len, from, strlen(from));
	if (at == NULL)
		print_error("no '%s' in %.*s\n", from, (int)header_len, data + 8);
	assert_non_null(at);
	cut = (size_t)(at - data);
	memcpy(out, data, cut);
	memcpy(out + cut, to, strlen(to));
	memcpy(out + cut + strlen(to), at + strlen(from), old_len - cut - strlen(from));
	header_new = header_len + strlen(to) - strlen(from);
	for (int b = 0; b < 8; b++)
		out[b] = (char)(header_new >> (8 * b));
	*len = old_len + strlen(to) - strlen(from);
	free(data);
	model_free(m);
	return out;
}

static void
test_damaged_headers(void **state)
{
	static const char *const edits[][3] = {
	    {"\"F32\"", "\"F64\"", "dtype"},
	    {"\"F32\"", "7", "dtype"},
	    {"\"shape\":[3]", "\"shape\":[4]", "shape"},
	    {"\"shape\":[3]", "\"shape\":[3,1]", "shape"},
	    {"\"shape\":[3]", "\"shape\":[-3]", "shape"},
	    {"\"shape\":[3]", "\"shape\":[1.5,2]", "shape"},
	    {"\"shape\":[3]", "\"shape\":[1e15]", "shape"},
	    {"\"shape\":[3]", "\"shape\":[4294967296,4294967296,4294967296]", "shape"},
	    {"\"shape\":[3]", "\"shape\":[1,1,1,1,1,1,1,1,3]", "shape"},
	    {"\"shape\":[3]", "\"shape\":3", "shape"},
	    {"\"shape\":[5,3]", "\"shape\":[3,5]", "shape"},
	    {"\"shape\":[5,3]", "\"shape\":[15]", "shape"},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":[0,16]", "length"},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":[12,0]", ""},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":[9000,9012]", ""},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":[1e18,1000000000000000012]", ""},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":[-4,8]", "data_offsets"},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":[0]", "data_offsets"},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":[0,12,24]", "data_offsets"},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":\"x\"", "data_offsets"},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":[1,13]", ""},
	    {"\"data_offsets\":[0,12]", "\"data_offsets\":[12,24]", "belong to no tensor"},
	    {"\"data_offsets\":[12,24]", "\"data_offsets\":[0,12]", "overlap"},
	    {"\"scaler.std\"", "\"scaler.mean\"", "twice"},
	    {"\"scaler.std\"", "\"scaler.sd\"", "missing"},
	    {"\"layers.1.bias\"", "\"layers.2.bias\"", "missing"},
	    {"\"layers.0.weight\"", "\"layers.00.weight\"", "missing"},
	    {"mgc-model", "mgc-moodel", "no model"},
	    {"\"format_version\":\"1\"", "\"format_version\":\"4\"", "version"},
	    {"\"__metadata__\"", "\"__meta__\"", ""},
	    {"\\\"units\\\":5", "\\\"units\\\":6", "shape"},
	    {"\\\"units\\\":5", "\\\"units\\\":0", "size"},
	    {"\\\"units\\\":5", "\\\"units\\\":99999999", "size"},
	    {"\\\"units\\\":2", "\\\"units\\\":3", "class"},
	    {"relu", "tanh", "kind of layer"},
	    {"softmax", "relu", "kind of layer"},
	    {"dense", "conv2d", "kind of layer"},
	    {"\\\"dropout\\\":0.25", "\\\"dropout\\\":1.25", "dropout"},
	    {"\\\"blues\\\"", "\\\"\\\"", "empty name"},
	    {"\\\"tempo\\\"", "\\\"flux_mean\\\"", "twice"},
	    {"[\\\"flux_mean\\\",\\\"tempo\\\"", "[\\\"tempo\\\"", ""},
	    {"\\\"flux_mean\\\"", "7", "name"},
	    {"\\\"rate\\\":22050", "\\\"rate\\\":0", "out of range"},
	    {"\\\"rate\\\":22050", "\\\"rate\\\":-1", "out of range"},
	    {"\\\"rate\\\":22050", "\\\"rate\\\":1e99", "out of range"},
	    {"\\\"set\\\":\\\"seed\\\"", "\\\"set\\\":\\\"$(id)\\\"", "feature set"},
	    {"\\\"window\\\":0.2", "\\\"window\\\":2", "out of range"},
	    {"\\\"overlap\\\":0.5", "\\\"overlap\\\":1", "out of range"},
	    {"\\\"max_samples\\\":660000", "\\\"max_samples\\\":0.5", "out of range"},
	    {"\\\"max_samples\\\":660000", "\\\"max_samples\\\":\\\"; id\\\"", "out of range"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		size_t len;
		char *data = edited(edits[i][0], edits[i][1], &len);

		check_refused(data, len, edits[i][2]);
		free(data);
	}
}

/* each number in turn is no number, infinite, and for a deviation zero or negative */
static void
test_numbers(void **state)
{
	struct model *m = make_model();
	size_t len, n = 6 + m->ensemble->members[0]->n_params;
	char *data = model_bytes(m, &len), error[512];
	float bad[] = {NAN, INFINITY, -INFINITY, -1};

	(void)state;
	floats_from_file(bad, 4); /* which is also the way back */
	for (size_t i = 0; i < n; i++) {
		char *at = data + len - (n - i) * 4, before[4];

		memcpy(before, at, 4);
		for (int k = 0; k < 3; k++) {
			memcpy(at, &bad[k], 4);
			check_refused(data, len, "not finite");
		}
		memcpy(at, before, 4);
	}
	memcpy(data + len - (n - 3) * 4, &(float){0}, 4); /* the first deviation */
	check_refused(data, len, "not positive");
	memcpy(data + len - (n - 3) * 4, &bad[3], 4);
	assert_null(read_bytes(data, len, error));
	free(data);
	model_free(m);
}

/* a flipped bit anywhere: refused or a model that is whole; sanitizers look on */
static void
test_every_flipped_bit(void **state)
{
	struct model *m = make_model();
	size_t len;
	char *data = model_bytes(m, &len), error[512];

	(void)state;
	for (size_t i = 0; i < len; i++) {
		struct model *got;

		data[i] ^= (char)(1 << i % 8);
		got = read_bytes(data, len, error);
		if (got != NULL)
			assert_true(got->scaler->n == ensemble_n_inputs(got->ensemble) &&
			    got->n_classes == 2);
		model_free(got);
		data[i] ^= (char)(1 << i % 8);
	}
	free(data);
	model_free(m);
}

static void
test_no_file(void **state)
{
	char error[512];

	(void)state;
	assert_null(model_read("/nowhere/model", error, sizeof(error)));
	assert_says(error, "/nowhere/model: No such file");
	assert_null(model_read("/", error, sizeof(error)));
	assert_null(model_read("/dev/null", error, sizeof(error)));
	assert_says(error, "truncated");
}

static void
test_tensors_alone(void **state)
{
	const float values[] = {1, 2, 3, 4, 5, 6};
	struct tensor out[] = {{.name = (char[]){"a"},
				   .n_dimensions = 2,
				   .shape = {2, 2},
				   .n_values = 4,
				   .values = values},
	    {.name = (char[]){"b b"}, .n_dimensions = 0, .n_values = 1, .values = values + 4},
	    {.name = (char[]){"none"}, .n_dimensions = 1, .shape = {0}}};
	struct json *metadata = json_new_object();
	struct safetensors *s;
	char error[512], *path;
	FILE *f = unit_file(&path);
	long at;

	(void)state;
	json_set(metadata, "k", json_new_string("v"));
	safetensors_write(f, out, 3, metadata);
	fflush(f);
	at = ftell(f);
	assert_int_equal((at - 20) % 8, 0); /* numbers begin at a multiple of 8 */
	s = safetensors_read(path, SAFETENSORS_FILE_MAX, NULL, error, sizeof(error));
	assert_non_null(s);
	assert_int_equal(s->n_tensors, 3);
	assert_int_equal(safetensors_find(s, "a")->shape[1], 2);
	assert_true(safetensors_find(s, "a")->values[3] == 4);
	assert_true(safetensors_find(s, "b b")->values[0] == 5);
	assert_int_equal(safetensors_find(s, "none")->n_values, 0);
	assert_null(safetensors_find(s, "c"));
	assert_string_equal(json_string(json_get(s->metadata, "k")), "v");
	safetensors_free(s);
	safetensors_free(NULL);
	json_free(metadata);
	fclose(f);
	unlink(path);
	free(path);
}

/* a header full of tensors costs no more than the first of them do */
static void
test_too_many_tensors(void **state)
{
	char *data = malloc(8 + 70 * 200000), *at = data + 8, error[512];
	size_t len;

	(void)state;
	*at++ = '{';
	for (int i = 0; i < 200000; i++)
		at +=
		    sprintf(at, "%s\"%d\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}",
			i > 0 ? "," : "", i);
	*at++ = '}';
	len = (size_t)(at - data) - 8;
	for (int b = 0; b < 8; b++)
		data[b] = (char)(len >> (8 * b));
	assert_null(read_bytes(data, len + 8, error));
	assert_says(error, "too many");
	free(data);
}

RUN_TESTS(cmocka_unit_test(test_comes_back), cmocka_unit_test(test_spread_comes_back),
    cmocka_unit_test(test_members_come_back), cmocka_unit_test(test_tensors_in_any_order),
    cmocka_unit_test(test_cut_at_every_byte), cmocka_unit_test(test_typical),
    cmocka_unit_test(test_something_more), cmocka_unit_test(test_header_lengths),
    cmocka_unit_test(test_damaged_headers), cmocka_unit_test(test_numbers),
    cmocka_unit_test(test_every_flipped_bit), cmocka_unit_test(test_no_file),
    cmocka_unit_test(test_tensors_alone), cmocka_unit_test(test_too_many_tensors))
