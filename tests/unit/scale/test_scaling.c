/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "scale/scaling.h"

static struct csv_reader *
reader_of(const char *text)
{
	return csv_reader_new(input_from_memory(text, strlen(text), "t.csv"));
}

/* the table that is expected, with its column `scaler` */
static void
assert_scaled(const char *got, const char *expected, const struct scaler *s)
{
	char hash[SCALER_HASH_LEN], whole[1024] = "", *at = whole;
	const char *last = ROLE_SCALER;

	scaler_hash(s, hash);
	for (; *expected != '\0'; expected++) {
		if (*expected == '\n') {
			at += sprintf(at, ",%s", last);
			last = hash;
		}
		*at++ = *expected;
	}
	assert_string_equal(got, whole);
}

/* fits (s NULL) or applies s, and compares what is written or the error */
static void
check(struct scaler *s, const char *text, const char *expected)
{
	struct csv_reader *r = reader_of(text);
	struct role_names names = {0};
	struct scaler *fitted = NULL;
	char *out = NULL;
	size_t len;
	FILE *f = open_memstream(&out, &len);
	struct csv_writer w = {.file = f};
	bool bad;

	if (s == NULL) {
		struct scaling_rows *rows =
		    scaling_fit(r, &names, &(struct preprocessing){0}, &fitted);

		bad = rows == NULL;
		if (!bad)
			scaling_write(rows, fitted, &w);
	} else {
		bad = scaling_apply(s, r, &w) != 0;
	}
	fclose(f);
	if (bad)
		assert_says(csv_error(r), expected);
	else
		assert_scaled(out, expected, s != NULL ? s : fitted);
	scaler_free(fitted);
	csv_reader_free(r);
	free(out);
}

static void
test_fit(void **state)
{
	(void)state;
	check(NULL, "track,x,label,y\na,1,\"b,c\",5\nd,3,,5\n",
	    "track,x,label,y\na,-1,\"b,c\",0\nd,1,,0\n");
	check(NULL, "x\n1\n2\n3\n", "x\n-1.22474492\n0\n1.22474492\n");
	check(NULL, "x\n", "no rows");
	check(NULL, "track\na\n", "feature");
	check(NULL, "x\nz\n", "line 2: column x: 'z': not a number");
	check(NULL, "x,y\n1\n", "line 2: has 1 fields");
	check(NULL, "x\n1e308\n1e308\n-1e308\n", "too large");
	check(NULL, "x\n1e200\n-1e200\n", "too large");
}

static void
test_apply(void **state)
{
	static const char *const names[] = {"y", "x"};
	struct scaler *s = scaler_new(2, names);

	(void)state;
	s->mean[0] = 1;
	s->std[1] = 2;
	check(s, "x,other,y\n4,1e9,3\n-2,text,1\n", "x,other,y\n2,1e9,2\n-1,text,0\n");
	check(s, "x,other\n4,1\n", "no column 'y', which the scaler names");
	check(s, "x,y\n4,\n", "line 2: column y: '': not a number");
	check(s, "x,y\n4,1\n5\n", "line 3: has 1 fields");
	check(s, "x,y\n", "no rows");
	check(s, "", "empty");
	check(s, "x,y\n4,1e300\n", "line 2: column y: '1e300'");
	check(s, "x,y,front_end\n4,1,s", "cut short");
	scaler_free(s);
}

RUN_TESTS(cmocka_unit_test(test_fit), cmocka_unit_test(test_apply))
