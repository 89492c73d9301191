/* SPDX-License-Identifier: MIT */
#include "model/model.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "model/front_end_json.h"
#include "model/model_priv.h"
#include "io/safetensors.h"

struct model *
model_new(void)
{
	return xcalloc(1, sizeof(struct model));
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
	ensemble_free(m->ensemble);
	typical_free(m->typical);
	safetensors_free(m->file);
	json_free(m->scores);
	free(m->command);
	free(m->version);
	free(m->name);
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
layer_list(const struct network *net, double dropout)
{
	struct json *list = json_new_array();

	for (size_t l = 0; l < net->n_layers; l++) {
		bool last = l + 1 == net->n_layers;
		struct json *layer = json_push(list, json_new_object());

		json_set(layer, "kind", json_new_string("dense"));
		json_set(layer, "units", json_new_number((double)net->width[l + 1]));
		json_set(layer, "activation", json_new_string(last ? "softmax" : "relu"));
		if (!last)
			json_set(layer, "dropout", json_new_number(dropout));
	}
	return list;
}

/* one network as `layers`, several as `members` */
static void
describe_ensemble(const struct model *m, struct json *v)
{
	const struct ensemble *e = m->ensemble;
	struct json *members = e->n > 1 ? json_set(v, "members", json_new_array()) : NULL;

	for (size_t i = 0; i < e->n; i++) {
		struct json *layers = layer_list(e->members[i], m->dropout), *member;

		if (members == NULL) {
			json_set(v, "layers", layers);
			continue;
		}
		member = json_push(members, json_new_object());
		json_set(member, "weight", json_new_number(e->weight[i]));
		json_set(member, "layers", layers);
	}
	if (e->tempering.temperature != 1)
		json_set(v, "temperature", json_new_number(e->tempering.temperature));
	if (e->tempering.spread != 0)
		json_set(v, "temperature_spread", json_new_number(e->tempering.spread));
}

/* what the scaler does beside taking off the mean and dividing */
static void
describe_scaler(const struct scaler *s, struct json *v)
{
	struct json *scaler = json_set(v, "scaler", json_new_object()), *curves;

	curves = json_set(scaler, "transform", json_new_array());
	for (size_t i = 0; i < s->n; i++)
		json_push(curves, json_new_string(scaler_curve_name(s->curve[i])));
	json_set(scaler, "clip", json_new_number(s->clip));
}

/* the least that a reader must know */
static const char *
version_of(const struct model *m)
{
	const struct ensemble *e = m->ensemble;

	if (e->tempering.spread != 0)
		return MODEL_VERSION_SPREAD;
	return e->n == 1 && e->tempering.temperature == 1 && scaler_is_affine(m->scaler)
	    ? MODEL_VERSION
	    : MODEL_VERSION_MEMBERS;
}

struct json *
model_describe(const struct model *m)
{
	struct json *v = json_new_object();

	json_set(v, "format", json_new_string(MODEL_FORMAT));
	json_set(v, "format_version", json_new_string(version_of(m)));
	json_set(v, "classes", string_list(m->n_classes, m->classes));
	json_set(v, "features", string_list(m->scaler->n, m->scaler->names));
	if (!scaler_is_affine(m->scaler))
		describe_scaler(m->scaler, v);
	describe_ensemble(m, v);
	if (*m->front_end.set != '\0')
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
	return (struct tensor){
	    .name = name, .n_dimensions = 1, .shape = {n}, .n_values = n, .values = values};
}

static struct tensor
matrix(char *name, const float *values, size_t rows, size_t columns)
{
	return (struct tensor){.name = name,
	    .n_dimensions = 2,
	    .shape = {rows, columns},
	    .n_values = rows * columns,
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
model_member_prefix(size_t n_members, size_t i, char *prefix, size_t prefix_len)
{
	if (n_members == 1)
		*prefix = '\0';
	else
		snprintf(prefix, prefix_len, "members.%zu.", i);
}

/* appends the tensors of one network to list[*n] */
static void
add_network(const struct network *net, const char *prefix, struct tensor *list, size_t *n)
{
	for (size_t l = 0; l < net->n_layers; l++) {
		size_t n_in = net->width[l], n_out = net->width[l + 1];

		list[(*n)++] = matrix(xasprintf("%slayers.%zu.weight", prefix, l),
		    &net->params[network_weight_at(net, l)], n_out, n_in);
		list[(*n)++] = vector(xasprintf("%slayers.%zu.bias", prefix, l),
		    &net->params[network_bias_at(net, l)], n_out);
	}
}

/* appends what typical songs are like to list[*n], if the model says so */
static void
add_typical(const struct typical *t, struct tensor *list, size_t *n)
{
	size_t width;

	if (t == NULL)
		return;
	width = t->n_features;
	list[(*n)++] = matrix(xstrdup(MODEL_TYPICAL_MEANS), t->means, t->n_classes + 1, width);
	list[(*n)++] = matrix(xstrdup(MODEL_TYPICAL_WITHIN), t->within, width, width);
	list[(*n)++] = matrix(xstrdup(MODEL_TYPICAL_OVERALL), t->overall, width, width);
	list[(*n)++] = vector(xstrdup(MODEL_TYPICAL_DISTANCES), t->distances, t->n_distances);
}

void
model_write(const struct model *m, FILE *f)
{
	const struct ensemble *e = m->ensemble;
	struct tensor *tensors = xcalloc(7 + 2 * NETWORK_LAYERS_MAX * e->n, sizeof(*tensors));
	struct json *description = model_describe(m), *metadata = as_strings(description);
	float *mean = to_floats(m->scaler->mean, m->scaler->n);
	float *std = to_floats(m->scaler->std, m->scaler->n);
	float *floors = to_floats(m->scaler->floor, m->scaler->n);
	size_t n = 0;

	tensors[n++] = vector(xstrdup("scaler.mean"), mean, m->scaler->n);
	tensors[n++] = vector(xstrdup("scaler.std"), std, m->scaler->n);
	if (!scaler_is_affine(m->scaler))
		tensors[n++] = vector(xstrdup("scaler.floor"), floors, m->scaler->n);
	for (size_t i = 0; i < e->n; i++) {
		char prefix[40];

		model_member_prefix(e->n, i, prefix, sizeof(prefix));
		add_network(e->members[i], prefix, tensors, &n);
	}
	add_typical(m->typical, tensors, &n);
	safetensors_write(f, tensors, n, metadata);
	for (size_t i = 0; i < n; i++)
		free(tensors[i].name);
	free(tensors);
	free(mean);
	free(std);
	free(floors);
	json_free(metadata);
	json_free(description);
}
