/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "io/json.h"

static struct json *
parse(const char *text)
{
	return json_parse(text, strlen(text));
}

static void
test_reading(void **state)
{
	struct json *v = parse(" {\"a\": [1, -2.5e3, \"x\", null], \"A\": 7, \"o\": {}} \n");
	const struct json *a = json_get(v, "a"), *m;
	double x;
	uint64_t n;

	(void)state;
	assert_non_null(v);
	assert_true(json_is_object(v) && json_is_array(a) && !json_is_array(v));
	assert_int_equal(json_count(v), 3);
	assert_int_equal(json_count(a), 4);
	m = json_first(a);
	assert_true(json_uint(m, &n) && n == 1);
	assert_null(json_name(m));
	m = json_next(m);
	assert_true(json_number(m, &x) && x == -2500);
	assert_false(json_uint(m, &n));
	m = json_next(m);
	assert_string_equal(json_string(m), "x");
	assert_false(json_number(m, &x));
	m = json_next(m);
	assert_true(json_is_null(m));
	assert_null(json_string(m));
	assert_null(json_next(m));
	assert_true(json_uint(json_get(v, "A"), &n) && n == 7); /* case counts */
	assert_string_equal(json_name(json_first(v)), "a");
	assert_int_equal(json_count(json_get(v, "o")), 0);
	json_free(v);
}

static void
test_what_is_not_there(void **state)
{
	double x;
	uint64_t n;

	(void)state;
	assert_null(json_get(NULL, "a"));
	assert_false(json_is_object(NULL) || json_is_array(NULL) || json_is_null(NULL));
	assert_null(json_string(NULL));
	assert_false(json_number(NULL, &x) || json_uint(NULL, &n));
	assert_int_equal(json_count(NULL), 0);
	assert_null(json_first(NULL));
	assert_null(json_name(NULL));
	json_free(NULL);
}

static void
test_what_is_refused(void **state)
{
	char deep[4001];

	(void)state;
	for (const char *const *s =
		 (const char *const[]){"", " ", "{", "[1,]", "{\"a\"}", "{a:1}", "nul", "1 2",
		     "{} x", "[1] ]", "\"open", "'x'", "[1 2]", "{\"a\":1,}", "\xff", NULL};
	     *s != NULL; s++) {
		struct json *v = parse(*s);

		if (v != NULL)
			print_error("taken: %s\n", *s);
		assert_null(v);
	}
	assert_null(json_parse("1\0", 2));
	memset(deep, '[', 4000);
	deep[4000] = '\0';
	assert_null(parse(deep)); /* nesting is bounded: no stack runs over */
}

static void
test_numbers_at_the_edge(void **state)
{
	struct json *v = parse("[9007199254740992, 9007199254740994, -1, 1.5, 1e999, 0, 1e3]");
	const bool whole[] = {true, false, false, false, false, true, true};
	const struct json *m = json_first(v);
	uint64_t n;
	double x;

	(void)state;
	for (int i = 0; i < 7; i++, m = json_next(m)) {
		assert_int_equal(json_uint(m, &n), whole[i]);
		assert_int_equal(json_number(m, &x), i != 4);
	}
	json_free(v);
}

static void
test_writing(void **state)
{
	struct json *v = json_new_object(), *list, *back;
	const double numbers[] = {0.1, 1e300, -0x1p-1074, 1 / 3.0, 12345678901234567.0};
	char *text;

	(void)state;
	json_set(v, "quote\"\n", json_new_string("\t\x01\xc3\xa9 \\ \"x\""));
	list = json_set(v, "list", json_new_array());
	for (int i = 0; i < 5; i++)
		json_push(list, json_new_number(numbers[i]));
	json_push(list, json_new_null());
	text = json_print(v, false);
	assert_null(strchr(text, '\n'));
	back = parse(text);
	assert_string_equal(json_string(json_get(back, "quote\"\n")), "\t\x01\xc3\xa9 \\ \"x\"");
	list = (struct json *)(uintptr_t)json_first(json_get(back, "list"));
	for (int i = 0; i < 5; i++) {
		double x = 0;

		assert_true(json_number(list, &x));
		assert_near(x, numbers[i], fabs(numbers[i]) * 0x1p-52);
		list = (struct json *)(uintptr_t)json_next(list);
	}
	assert_true(json_is_null(list));
	free(text);
	text = json_print(v, true);
	assert_non_null(strchr(text, '\n'));
	free(text);
	json_free(v);
	json_free(back);
}

static void
check_bytes(const char *escaped, const char *bytes)
{
	char *text = strdup(escaped);
	struct json *v = json_parse_bytes(text, strlen(text));

	if (bytes == NULL)
		assert_null(v);
	else
		assert_string_equal(json_string(v), bytes);
	json_free(v);
	free(text);
}

static void
test_bytes(void **state)
{
	(void)state;
	check_bytes("\"plain\"", "plain");
	check_bytes("\"\\udc80\\uDCFF\"", "\x80\xff");
	check_bytes("\"\\ud83d\\udc80\"", "\xf0\x9f\x92\x80"); /* a whole pair */
	check_bytes("\"\\\\udc80\"", "\\udc80");
	check_bytes("\"\\\\\\udc80\"", "\\\x80");
	check_bytes("\"\\udc7f\"", NULL);
	check_bytes("\"\\udc8\"", NULL);
	check_bytes("\"\\u0000\"", NULL);
	check_bytes("\"\\", NULL);
}

RUN_TESTS(cmocka_unit_test(test_reading), cmocka_unit_test(test_what_is_not_there),
    cmocka_unit_test(test_what_is_refused), cmocka_unit_test(test_numbers_at_the_edge),
    cmocka_unit_test(test_writing), cmocka_unit_test(test_bytes))
