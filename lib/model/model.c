/* SPDX-License-Identifier: MIT */
#include "model/model.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "model/safetensors.h"

#define FORMAT "mgc-model"
#define VERSION "1"

struct model *
model_new(void)
{
	struct model *m = xcalloc(1, sizeof(*m));

	m->front_end = front_end_default();
	return m;
}

void
model_free(struct model *m)
{
	if (m == NULL)
		return;
	scaler_free(m->scaler);
	for (size_t i = 0; i < m->n_classes; i++)
		free(m->classes[i]);
	free(m->classes);
	network_free(m->network);
	json_free(m->scores);
	free(m->command);
	free(m->version);
	free(m);
}

static struct json *
string_list(size_t n, char *const *strings)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < n; i++)
		json_push(list, json_new_string(strings[i]));
	return list;
}

static struct json *
layer_list(const struct model *m)
{
	const struct network *net = m->network;
	struct json *list = json_new_array();

	for (size_t l = 0; l < net->n_layers; l++) {
		bool last = l + 1 == net->n_layers;
		struct json *layer = json_push(list, json_new_object());

		json_set(layer, "kind", json_new_string("dense"));
		json_set(layer, "units", json_new_number((double)net->width[l + 1]));
		json_set(layer, "activation", json_new_string(last ? "softmax" : "relu"));
		if (!last)
			json_set(layer, "dropout", json_new_number(m->dropout));
	}
	return list;
}

struct json *
model_describe(const struct model *m)
{
	struct json *v = json_new_object();

	json_set(v, "format", json_new_string(FORMAT));
	json_set(v, "format_version", json_new_string(VERSION));
	json_set(v, "classes", string_list(m->n_classes, m->classes));
	json_set(v, "features", string_list(m->scaler->n, m->scaler->names));
	json_set(v, "layers", layer_list(m));
	json_set(v, "front_end", front_end_to_json(&m->front_end));
	json_set(v, "seed", json_new_number((double)m->seed));
	if (m->scores != NULL) {
		char *text = json_print(m->scores, false);

		json_set(v, "scores", json_parse(text, strlen(text)));
		free(text);
	}
	json_set(v, "command", json_new_string(m->command != NULL ? m->command : ""));
	json_set(v, "version", json_new_string(m->version != NULL ? m->version : ""));
	return v;
}

/* safetensors knows only strings as metadata: everything else goes in as the text of its JSON */
static struct json *
as_strings(const struct json *description)
{
	struct json *strings = json_new_object();

	for (const struct json *m = json_first(description); m != NULL; m = json_next(m)) {
		const char *plain = json_string(m);
		char *text = plain == NULL ? json_print(m, false) : NULL;

		json_set(strings, json_name(m), json_new_string(plain != NULL ? plain : text));
		free(text);
	}
	return strings;
}

static struct tensor
vector(char *name, const float *values, size_t n)
{
	return (struct tensor){.name = name, .n_dimensions = 1, .shape = {n}, .n_values = n,
	    .values = values};
}

static float *
to_floats(const double *x, size_t n)
{
	float *out = xcalloc(n, sizeof(*out));

	for (size_t i = 0; i < n; i++)
		out[i] = (float)x[i];
	return out;
}

void
model_write(const struct model *m, FILE *f)
{
	const struct network *net = m->network;
	struct tensor tensors[2 + 2 * NETWORK_LAYERS_MAX];
	struct json *description = model_describe(m), *metadata = as_strings(description);
	float *mean = to_floats(m->scaler->mean, m->scaler->n);
	float *std = to_floats(m->scaler->std, m->scaler->n);
	size_t n = 0;

	tensors[n++] = vector(xstrdup("scaler.mean"), mean, m->scaler->n);
	tensors[n++] = vector(xstrdup("scaler.std"), std, m->scaler->n);
	for (size_t l = 0; l < net->n_layers; l++) {
		size_t n_in = net->width[l], n_out = net->width[l + 1];

		tensors[n++] = (struct tensor){
			.name = xasprintf("layers.%zu.weight", l),
			.n_dimensions = 2,
			.shape = {n_out, n_in},
			.n_values = n_out * n_in,
			.values = &net->params[network_weight_at(net, l)],
		};
		tensors[n++] = vector(xasprintf("layers.%zu.bias", l),
		    &net->params[network_bias_at(net, l)], n_out);
	}
	safetensors_write(f, tensors, n, metadata);
	for (size_t i = 0; i < n; i++)
		free(tensors[i].name);
	free(mean);
	free(std);
	json_free(metadata);
	json_free(description);
}

/* the JSON in a metadata string; the caller frees; NULL when there is none */
static struct json *
parsed(const struct safetensors *s, const char *name)
{
	const char *text = json_string(json_get(s->metadata, name));

	return text != NULL ? json_parse(text, strlen(text)) : NULL;
}

/* a list of strings, all different and none empty; returns a reason or NULL */
static const char *
read_names(const struct safetensors *s, const char *name, size_t max, size_t *n, char ***out)
{
	struct json *list = parsed(s, name);
	const char *why = NULL;

	if (!json_is_array(list) || json_count(list) == 0 || json_count(list) > max) {
		json_free(list);
		return "its metadata lists no features or no classes";
	}
	*out = xcalloc(json_count(list), sizeof(**out));
	for (const struct json *v = json_first(list); v != NULL && why == NULL; v = json_next(v)) {
		const char *text = json_string(v);

		if (text == NULL || *text == '\0') {
			why = "its metadata has an empty name";
			break;
		}
		for (size_t i = 0; i < *n; i++) {
			if (strcmp((*out)[i], text) == 0)
				why = "its metadata has a name twice";
		}
		(*out)[(*n)++] = xstrdup(text);
	}
	json_free(list);
	return why;
}

/* copies a tensor of this shape (columns 0: a vector) to out; returns a reason or NULL */
static const char *
read_tensor(const struct safetensors *s, const char *name, size_t rows, size_t columns, float *out)
{
	const struct tensor *t = safetensors_find(s, name);
	size_t n_dimensions = columns > 0 ? 2 : 1;

	if (t == NULL)
		return "a tensor is missing";
	if (t->n_dimensions != n_dimensions || t->shape[0] != rows ||
	    (columns > 0 && t->shape[1] != columns))
		return "a tensor has another shape than its layer";
	memcpy(out, t->values, t->n_values * sizeof(*out));
	return NULL;
}

static const char *
read_scaler(const struct safetensors *s, struct model *m)
{
	float *mean, *std;
	char **names = NULL;
	size_t n = 0;
	const char *why = read_names(s, "features", MODEL_FEATURES_MAX, &n, &names);

	if (why == NULL) {
		m->scaler = scaler_new(n, (const char *const *)names);
		mean = xcalloc(n, sizeof(*mean));
		std = xcalloc(n, sizeof(*std));
		why = read_tensor(s, "scaler.mean", n, 0, mean);
		if (why == NULL)
			why = read_tensor(s, "scaler.std", n, 0, std);
		for (size_t i = 0; why == NULL && i < n; i++) {
			m->scaler->mean[i] = (double)mean[i];
			m->scaler->std[i] = (double)std[i];
			if (!(std[i] > 0))
				why = "its scaler has a deviation that is not positive";
		}
		free(mean);
		free(std);
	}
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return why;
}

/* checks what the metadata says of the layers, and their widths; returns a reason or NULL */
static const char *
read_layers(const struct json *list, struct model *m, size_t *width, size_t *n_layers)
{
	*n_layers = json_count(list);
	if (!json_is_array(list) || *n_layers == 0 || *n_layers > NETWORK_LAYERS_MAX)
		return "its metadata lists no layers, or too many";
	width[0] = m->scaler->n;
	for (const struct json *v = json_first(list); v != NULL; v = json_next(v)) {
		const char *kind = json_string(json_get(v, "kind"));
		const char *activation = json_string(json_get(v, "activation"));
		bool last = json_next(v) == NULL;
		uint64_t units;

		if (kind == NULL || strcmp(kind, "dense") != 0 || activation == NULL ||
		    strcmp(activation, last ? "softmax" : "relu") != 0)
			return "it has a kind of layer that this program does not know";
		if (!json_uint(json_get(v, "units"), &units) || units < 1 ||
		    units > MODEL_WIDTH_MAX)
			return "it has a layer of no proper size";
		if (!last && json_get(v, "dropout") != NULL &&
		    (!json_number(json_get(v, "dropout"), &m->dropout) || m->dropout < 0 ||
		    m->dropout >= 1))
			return "it has a dropout out of range";
		*++width = (size_t)units;
	}
	if (*width != m->n_classes)
		return "its last layer has not one unit for each class";
	return NULL;
}

static const char *
read_network(const struct safetensors *s, struct model *m)
{
	struct json *list = parsed(s, "layers");
	size_t width[NETWORK_LAYERS_MAX + 1], n_layers;
	const char *why = read_layers(list, m, width, &n_layers);

	json_free(list);
	/* the tensors must be in the file before memory is taken for them */
	for (size_t l = 0; why == NULL && l < n_layers; l++) {
		char name[64];
		const struct tensor *t;

		snprintf(name, sizeof(name), "layers.%zu.weight", l);
		t = safetensors_find(s, name);
		if (t == NULL || t->n_values != width[l] * width[l + 1])
			why = "a layer's weights are missing or of another shape";
	}
	if (why != NULL)
		return why;
	m->network = network_new(n_layers, width);
	for (size_t l = 0; why == NULL && l < n_layers; l++) {
		float *params = m->network->params;
		char name[64];

		snprintf(name, sizeof(name), "layers.%zu.weight", l);
		why = read_tensor(s, name, width[l + 1], width[l],
		    &params[network_weight_at(m->network, l)]);
		snprintf(name, sizeof(name), "layers.%zu.bias", l);
		if (why == NULL)
			why = read_tensor(s, name, width[l + 1], 0,
			    &params[network_bias_at(m->network, l)]);
	}
	return why;
}

static const char *
read_front_end(const struct safetensors *s, struct model *m)
{
	struct json *v = parsed(s, "front_end");
	const char *why = front_end_from_json(v, &m->front_end);

	json_free(v);
	return why;
}

static char *
text_of(const struct safetensors *s, const char *name)
{
	const char *text = json_string(json_get(s->metadata, name));

	return xstrdup(text != NULL ? text : "");
}

static const char *
from_tensors(const struct safetensors *s, struct model *m)
{
	const char *format = json_string(json_get(s->metadata, "format"));
	const char *version = json_string(json_get(s->metadata, "format_version"));
	const char *seed = json_string(json_get(s->metadata, "seed")), *why;
	int64_t seed_value = 0;

	if (format == NULL || strcmp(format, FORMAT) != 0)
		return "safetensors, but no model of mgc-train";
	if (version == NULL || strcmp(version, VERSION) != 0)
		return "a version of model that this program does not know";
	why = read_names(s, "classes", MODEL_CLASSES_MAX, &m->n_classes, &m->classes);
	if (why == NULL)
		why = read_scaler(s, m);
	if (why == NULL)
		why = read_network(s, m);
	if (why == NULL)
		why = read_front_end(s, m);
	if (seed != NULL && num_parse_int(seed, 0, INT64_MAX, &seed_value) == NULL)
		m->seed = (uint64_t)seed_value;
	m->scores = parsed(s, "scores");
	m->command = text_of(s, "command");
	m->version = text_of(s, "version");
	return why;
}

struct model *
model_read(const char *path, char *error, size_t error_len)
{
	struct safetensors *s = safetensors_read(path, error, error_len);
	struct model *m;
	const char *why;

	if (s == NULL)
		return NULL;
	m = model_new();
	why = from_tensors(s, m);
	safetensors_free(s);
	if (why == NULL)
		return m;
	snprintf(error, error_len, "%.200s: %s", path, why);
	model_free(m);
	return NULL;
}
