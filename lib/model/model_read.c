/* SPDX-License-Identifier: MIT */
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "model/front_end_json.h"
#include "model/model_priv.h"
#include "io/safetensors.h"

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

/* finds the values of a tensor of this shape (columns 0: a vector); returns a reason or NULL */
static const char *
find_tensor(const struct safetensors *s, const char *name, size_t rows, size_t columns,
    const float **values)
{
	const struct tensor *t = safetensors_find(s, name);
	size_t n_dimensions = columns > 0 ? 2 : 1;

	if (t == NULL)
		return "a tensor is missing";
	if (t->n_dimensions != n_dimensions || t->shape[0] != rows ||
	    (columns > 0 && t->shape[1] != columns))
		return "a tensor has another shape than its layer";
	*values = t->values;
	return NULL;
}

/* copies such a vector to out[n]; returns a reason or NULL */
static const char *
read_vector(const struct safetensors *s, const char *name, size_t n, float *out)
{
	const float *values;
	const char *why = find_tensor(s, name, n, 0, &values);

	if (why == NULL)
		memcpy(out, values, n * sizeof(*out));
	return why;
}

/* transform, floor and clip, where the metadata has them; returns a reason or NULL */
static const char *
read_curves(const struct safetensors *s, struct scaler *scaler)
{
	struct json *v = parsed(s, "scaler");
	const struct json *curves = json_get(v, "transform");
	float *floors = xcalloc(scaler->n, sizeof(*floors));
	const char *why = NULL;
	size_t i = 0;

	if (v != NULL) {
		why = read_vector(s, "scaler.floor", scaler->n, floors);
		if (json_count(curves) != scaler->n ||
		    !json_number(json_get(v, "clip"), &scaler->clip) || !(scaler->clip >= 0))
			why = "its scaler has not one transform for each feature, or no clip";
	}
	for (const struct json *c = json_first(curves); why == NULL && c != NULL;
	     c = json_next(c)) {
		int curve = scaler_curve_find(json_string(c));

		if (curve < 0 || (curve == SCALER_LOG && !(floors[i] > 0)))
			why = "its scaler has a transform that this program cannot do";
		else
			scaler->curve[i] = (enum scaler_curve)curve;
		scaler->floor[i] = (double)floors[i];
		i++;
	}
	free(floors);
	json_free(v);
	return why;
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
		why = read_vector(s, "scaler.mean", n, mean);
		if (why == NULL)
			why = read_vector(s, "scaler.std", n, std);
		for (size_t i = 0; why == NULL && i < n; i++) {
			m->scaler->mean[i] = (double)mean[i];
			m->scaler->std[i] = (double)std[i];
			if (!(std[i] > 0))
				why = "its scaler has a deviation that is not positive";
		}
		if (why == NULL)
			why = read_curves(s, m->scaler);
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

/* what a layer consists of, in the file */
struct layer {
	const float *weight, *bias;
};

/* finds the tensors of each layer; returns a reason or NULL */
static const char *
find_layers(const struct safetensors *s, const char *prefix, const size_t *width, size_t n_layers,
    struct layer *layers)
{
	const char *why = NULL;
	char name[80];

	for (size_t l = 0; why == NULL && l < n_layers; l++) {
		snprintf(name, sizeof(name), "%slayers.%zu.weight", prefix, l);
		why = find_tensor(s, name, width[l + 1], width[l], &layers[l].weight);
		snprintf(name, sizeof(name), "%slayers.%zu.bias", prefix, l);
		if (why == NULL)
			why = find_tensor(s, name, width[l + 1], 0, &layers[l].bias);
	}
	return why;
}

/*
 * A network of the layers in the list, from the tensors whose names begin with prefix. It uses the
 * numbers where the file has them, unless they lie in another order there. Returns a reason or
 * NULL, and *net, the caller's either way.
 */
static const char *
read_network(const struct safetensors *s, const struct json *list, const char *prefix,
    struct model *m, struct network **net)
{
	size_t width[NETWORK_LAYERS_MAX + 1], n_layers;
	struct layer layers[NETWORK_LAYERS_MAX];
	const char *why = read_layers(list, m, width, &n_layers);
	bool in_order = true;

	if (why == NULL)
		why = find_layers(s, prefix, width, n_layers, layers);
	if (why != NULL)
		return why;
	*net = network_over(n_layers, width, layers[0].weight);
	for (size_t l = 0; l < n_layers; l++)
		in_order &=
		    layers[l].weight - layers[0].weight == (ptrdiff_t)network_weight_at(*net, l) &&
		    layers[l].bias - layers[0].weight == (ptrdiff_t)network_bias_at(*net, l);
	if (in_order)
		return NULL;
	network_free(*net);
	*net = network_new(n_layers, width);
	for (size_t l = 0; l < n_layers; l++) {
		memcpy(&(*net)->params[network_weight_at(*net, l)], layers[l].weight,
		    width[l] * width[l + 1] * sizeof(float));
		memcpy(&(*net)->params[network_bias_at(*net, l)], layers[l].bias,
		    width[l + 1] * sizeof(float));
	}
	return NULL;
}

static const char *
read_members(const struct safetensors *s, const struct json *list, struct model *m)
{
	size_t n = json_count(list), i = 0;
	const char *why = NULL;

	if (!json_is_array(list) || n < 2 || n > MODEL_MEMBERS_MAX)
		return "its metadata lists no members, or too many";
	for (const struct json *v = json_first(list); why == NULL && v != NULL; v = json_next(v)) {
		struct network *net = NULL;
		char prefix[40];
		double weight;

		if (!json_number(json_get(v, "weight"), &weight) || !(weight > 0) || weight > 1)
			return "it has a member whose weight is not from 0 to 1";
		model_member_prefix(n, i++, prefix, sizeof(prefix));
		why = read_network(s, json_get(v, "layers"), prefix, m, &net);
		if (net != NULL)
			ensemble_add(m->ensemble, net, weight);
	}
	if (why == NULL)
		ensemble_normalise(m->ensemble);
	return why;
}

static const char *
read_ensemble(const struct safetensors *s, struct model *m)
{
	struct json *layers = parsed(s, "layers"), *members = parsed(s, "members");
	struct json *temperature = parsed(s, "temperature"),
		    *spread = parsed(s, "temperature_spread");
	struct network *net = NULL;
	struct tempering *t;
	const char *why;

	m->ensemble = ensemble_new();
	if (members != NULL) {
		why = read_members(s, members, m);
	} else {
		why = read_network(s, layers, "", m, &net);
		if (net != NULL)
			ensemble_add(m->ensemble, net, 1);
	}
	t = &m->ensemble->tempering;
	if (why == NULL && temperature != NULL &&
	    (!json_number(temperature, &t->temperature) ||
		!(t->temperature >= MODEL_TEMPERATURE_MIN &&
		    t->temperature <= MODEL_TEMPERATURE_MAX)))
		why = "its temperature is out of range";
	if (why == NULL && spread != NULL &&
	    (!json_number(spread, &t->spread) ||
		!(t->spread >= 0 && t->spread <= MODEL_SPREAD_MAX)))
		why = "the spread of its temperature is out of range";
	json_free(layers);
	json_free(members);
	json_free(temperature);
	json_free(spread);
	return why;
}

/* what typical songs are like, if the file says so; returns a reason or NULL */
static const char *
read_typical(const struct safetensors *s, struct model *m)
{
	const struct tensor *means = safetensors_find(s, MODEL_TYPICAL_MEANS);
	const struct tensor *distances = safetensors_find(s, MODEL_TYPICAL_DISTANCES);
	size_t n = m->scaler->n;
	struct typical *t;
	const char *why;

	if (means == NULL && distances == NULL)
		return NULL;
	if (means == NULL || distances == NULL)
		return "it says in part only what songs are typical";
	if (n > TYPICAL_FEATURES_MAX || means->n_dimensions != 2 || means->shape[0] < 2 ||
	    means->shape[0] > MODEL_CLASSES_MAX + 1 || means->shape[1] != n ||
	    distances->n_dimensions != 1 || distances->n_values < 1 ||
	    distances->n_values > TYPICAL_DISTANCES_MAX)
		return "what it says of typical songs has another shape";
	for (size_t i = 1; i < distances->n_values; i++) {
		if (distances->values[i] < distances->values[i - 1])
			return "its distances of typical songs do not ascend";
	}
	m->typical = t = xcalloc(1, sizeof(*t));
	t->n_features = n;
	t->n_classes = means->shape[0] - 1;
	t->n_distances = distances->n_values;
	t->means = means->values;
	t->distances = distances->values;
	why = find_tensor(s, MODEL_TYPICAL_WITHIN, n, n, &t->within);
	return why != NULL ? why : find_tensor(s, MODEL_TYPICAL_OVERALL, n, n, &t->overall);
}

static const char *
read_front_end(const struct safetensors *s, struct model *m)
{
	struct json *v = parsed(s, "front_end");
	const char *why = NULL;

	if (json_get(s->metadata, "front_end") != NULL)
		why = front_end_from_json(v, &m->front_end);
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

	if (format == NULL || strcmp(format, MODEL_FORMAT) != 0)
		return "safetensors, but no model of mgc-train";
	if (version == NULL ||
	    (strcmp(version, MODEL_VERSION) != 0 && strcmp(version, MODEL_VERSION_MEMBERS) != 0 &&
		strcmp(version, MODEL_VERSION_SPREAD) != 0))
		return "a version of model that this program does not know";
	why = read_names(s, "classes", MODEL_CLASSES_MAX, &m->n_classes, &m->classes);
	if (why == NULL)
		why = read_scaler(s, m);
	if (why == NULL)
		why = read_ensemble(s, m);
	if (why == NULL)
		why = read_typical(s, m);
	if (why == NULL)
		why = read_front_end(s, m);
	if (seed != NULL && num_parse_int(seed, 0, INT64_MAX, &seed_value) == NULL)
		m->seed = (uint64_t)seed_value;
	m->scores = parsed(s, "scores");
	m->command = text_of(s, "command");
	m->version = text_of(s, "version");
	return why;
}

static char *
name_of(const char *path, uint32_t crc)
{
	const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
	size_t len = strlen(base), suffix_len = strlen(MODEL_SUFFIX);

	if (len > suffix_len && strcmp(base + len - suffix_len, MODEL_SUFFIX) == 0)
		len -= suffix_len;
	return xasprintf("%.*s:%08lx", (int)len, base, (unsigned long)crc);
}

struct model *
model_read(const char *path, char *error, size_t error_len)
{
	uint32_t crc;
	struct safetensors *s =
	    safetensors_read(path, SAFETENSORS_FILE_MAX, &crc, error, error_len);
	struct model *m;
	const char *why;

	if (s == NULL)
		return NULL;
	m = model_new();
	m->file = s;
	m->name = name_of(path, crc);
	why = from_tensors(s, m);
	if (why == NULL)
		return m;
	snprintf(error, error_len, "%.200s: %s", path, why);
	model_free(m);
	return NULL;
}
