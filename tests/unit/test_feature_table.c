/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "tables/roles.h"
#include "tables/feature_table.h"

static struct csv_reader *
reader_of(const char *text)
{
	return csv_reader_new(input_from_memory(text, strlen(text), "t.csv"));
}

static void
check_roles(const char *header, struct role_names names, const char *expected)
{
	struct csv_reader *r = reader_of(header);
	struct roles roles = {0};
	char got[512], *at = got;

	assert_int_equal(csv_read_header(r), 0);
	if (roles_find(r, &names, &roles) != 0) {
		assert_says(csv_error(r), expected);
	} else {
		at += sprintf(at, "%ld %ld %ld %ld %ld:", roles.track, roles.segment, roles.start,
		    roles.label, roles.group);
		for (size_t i = 0; i < roles.n_features; i++)
			at += sprintf(at, " %zu", roles.features[i]);
		assert_string_equal(got, expected);
	}
	roles_free(&roles);
	csv_reader_free(r);
}

static void
test_roles(void **state)
{
	(void)state;
	check_roles("track,segment,start,label,x,y\n", (struct role_names){0}, "0 1 2 3 0: 4 5");
	check_roles("y,label,x,track\n", (struct role_names){0}, "3 -1 -1 1 3: 0 2");
	check_roles("x,y\n", (struct role_names){0}, "-1 -1 -1 -1 -1: 0 1");
	check_roles("genre,x,song,y\n", (struct role_names){.label = "genre", .group = "song"},
	    "-1 -1 -1 0 2: 1 3");
	check_roles(
	    "genre,label,x,track\n", (struct role_names){.label = "genre"}, "3 -1 -1 0 3: 2");
	check_roles(
	    "track,album,x,label\n", (struct role_names){.group = "album"}, "0 -1 -1 3 1: 2");
	check_roles("file,n,x\n", (struct role_names){.ids = "file,n"}, "-1 -1 -1 -1 -1: 2");
	check_roles(
	    "x\n", (struct role_names){.label = "genre"}, "no column 'genre', which --label");
	check_roles("x\n", (struct role_names){.group = "song"}, "no column 'song', which --group");
	check_roles("x\n", (struct role_names){.ids = "x,n"}, "no column 'n', which --id");
	check_roles("x\n", (struct role_names){.ids = ""}, "no column ''");
}

static void
test_whole_table(void **state)
{
	struct csv_reader *r = reader_of("track,x,segment,label,y\na,1,0,rock,2\na,-3,1,rock,4e1\n"
					 "\"b,c\",5,,,6\n");
	struct role_names names = {0};
	struct feature_table *t = feature_table_read(r, &names);

	(void)state;
	assert_non_null(t);
	assert_int_equal(t->n_features, 2);
	assert_int_equal(t->n_rows, 3);
	assert_string_equal(t->features[1], "y");
	assert_true(t->values[0] == 1 && t->values[3] == 40 && t->values[4] == 5);
	assert_string_equal(t->tracks[1], "a");
	assert_string_equal(t->tracks[2], "b,c");
	assert_string_equal(t->segments[1], "1");
	assert_string_equal(t->labels[2], "");
	assert_string_equal(t->starts[0], "");
	feature_table_free(t);
	csv_reader_free(r);
	feature_table_free(NULL);
}

static void
test_rows_without_track_stand_alone(void **state)
{
	struct csv_reader *r = reader_of("x\n1\n2\n");
	struct role_names names = {0};
	struct feature_table *t = feature_table_read(r, &names);

	(void)state;
	assert_string_not_equal(t->tracks[0], t->tracks[1]);
	feature_table_free(t);
	csv_reader_free(r);
}

static void
check_refused(const char *text, const char *words)
{
	struct csv_reader *r = reader_of(text);
	struct role_names names = {0};

	assert_null(feature_table_read(r, &names));
	assert_says(csv_error(r), words);
	csv_reader_free(r);
}

static void
test_what_is_refused(void **state)
{
	(void)state;
	check_refused("", "empty");
	check_refused("x,y\n", "no rows");
	check_refused("track,label\na,b\n", "no column holds features");
	check_refused("x,y\n1,2\n3\n", "line 3: has 1 fields");
	check_refused("x,y\n1,z\n", "column y: 'z': not a number");
	check_refused("x,y\n1,nan\n", "not a number");
	check_refused("x,y\n1,\n", "not a number");
	check_refused("x,y\n1,1e999\n", "too large");
	check_refused("x,front_end\n1,s", "cut short");
}

RUN_TESTS(cmocka_unit_test(test_roles), cmocka_unit_test(test_whole_table),
    cmocka_unit_test(test_rows_without_track_stand_alone), cmocka_unit_test(test_what_is_refused))
