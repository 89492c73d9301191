/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "io/csv.h"
#include "model/model.h"
#include "train/dataset.h"

static struct feature_table *
table_of(const char *text)
{
	struct csv_reader *r = csv_reader_new(input_from_memory(text, strlen(text), "t.csv"));
	struct role_names names = {0};
	struct feature_table *t = feature_table_read(r, &names);

	assert_non_null(t);
	csv_reader_free(r);
	return t;
}

static void
test_numbers(void **state)
{
	static const uint32_t label[] = {2, 0, 2, 1, 0}, group_label[] = {2, 0, 1};
	static const size_t track[] = {0, 1, 0, 2, 1};
	struct feature_table *t =
	    table_of("label,x,track,y\nrock,1,one,10\n\"a,b\",2,two,20\nrock,3,one,30\n"
		     "jazz,4,three,40\n\"a,b\",5,two,50\n");
	char error[256] = "unset";
	struct dataset *d = dataset_new(t, error, sizeof(error));

	(void)state;
	assert_non_null(d);
	assert_int_equal(d->n_rows, 5);
	assert_int_equal(d->n_features, 2);
	assert_int_equal(d->n_classes, 3);
	assert_string_equal(d->classes[0], "a,b");
	assert_string_equal(d->classes[1], "jazz");
	assert_string_equal(d->classes[2], "rock");
	assert_int_equal(d->n_tracks, 3);
	assert_memory_equal(d->label, label, sizeof(label));
	assert_memory_equal(d->track, track, sizeof(track));
	assert_memory_equal(d->group_label, group_label, sizeof(group_label));
	dataset_free(d);
	dataset_free(NULL);
	feature_table_free(t);
}

/* classes are sorted by bytes: capitals first, UTF-8 last, whatever the order of the rows */
static void
test_class_order(void **state)
{
	struct feature_table *t =
	    table_of("label,x\nzouk,1\n\303\251t\303\251,2\nZouk,3\n Zouk,4\nabc,5\nab,6\n");
	char error[256];
	struct dataset *d = dataset_new(t, error, sizeof(error));
	static const char *const sorted[] = {
	    " Zouk", "Zouk", "ab", "abc", "zouk", "\303\251t\303\251"};

	(void)state;
	assert_non_null(d);
	assert_int_equal(d->n_classes, 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(d->classes[i], sorted[i]);
	assert_int_equal(d->n_tracks, 6); /* nobody says what belongs together */
	dataset_free(d);
	feature_table_free(t);
}

static void
test_inputs(void **state)
{
	static const char *const names[] = {"x", "y"};
	struct feature_table *t = table_of("label,x,y\na,1,10\nb,2,-20.5\n");
	struct scaler *s = scaler_new(2, names);
	char error[256];
	struct dataset *d = dataset_new(t, error, sizeof(error));
	float *raw = dataset_inputs(d, NULL), *scaled;

	(void)state;
	assert_near((double)raw[0], 1, 0);
	assert_near((double)raw[1], 10, 0);
	assert_near((double)raw[3], -20.5, 0);
	s->mean[0] = 1.5;
	s->mean[1] = 10;
	s->std[0] = 0.5;
	s->std[1] = 4;
	scaled = dataset_inputs(d, s);
	assert_near((double)scaled[0], -1, 0);
	assert_near((double)scaled[1], 0, 0);
	assert_near((double)scaled[2], 1, 0);
	assert_near((double)scaled[3], -7.625, 0);
	free(raw);
	free(scaled);
	scaler_free(s);
	dataset_free(d);
	feature_table_free(t);
}

static void
check_refused(const char *text, const char *words)
{
	struct feature_table *t = table_of(text);
	char error[256] = "";

	assert_null(dataset_new(t, error, sizeof(error)));
	assert_says(error, words);
	feature_table_free(t);
}

static void
test_refused(void **state)
{
	char *text, *at;
	size_t len = (MODEL_CLASSES_MAX + 2) * 16;

	(void)state;
	check_refused("label,x\na,1\n,2\nb,3\n,4\n", "2 of 4 rows have no label");
	check_refused("x,y\n1,1\n2,2\n", "2 of 2 rows have no label");
	check_refused("label,x\na,1\na,2\n", "one class only, 'a'");
	check_refused("label,x\na,1\ncaf\351,2\n", "is not UTF-8");
	check_refused("label,x\355\240\200\na,1\nb,2\n", "is not UTF-8"); /* half a surrogate */
	text = malloc(len);
	at = text + snprintf(text, len, "label,x\n");
	for (int i = 0; i <= MODEL_CLASSES_MAX; i++)
		at += snprintf(at, len - (size_t)(at - text), "c%d,1\n", i);
	check_refused(text, "4097 classes, at most 4096");
	free(text);
}

RUN_TESTS(cmocka_unit_test(test_numbers), cmocka_unit_test(test_class_order),
    cmocka_unit_test(test_inputs), cmocka_unit_test(test_refused))
