/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "io/csv.h"

static struct csv_reader *
open_bytes(const char *text, size_t len)
{
	return csv_reader_new(input_from_memory(text, len, "t.csv"));
}

static struct csv_reader *
open_table(const char *text)
{
	struct csv_reader *r = open_bytes(text, strlen(text));

	assert_int_equal(csv_read_header(r), 0);
	return r;
}

/* reads all rows; they must be these, fields separated by '|', rows ended by '/' */
static void
check_rows(const char *text, const char *expected)
{
	struct csv_reader *r = open_table(text);
	char got[4096] = "";
	int rc;

	while ((rc = csv_read_row(r)) > 0) {
		for (size_t i = 0; i < csv_n_columns(r); i++) {
			strcat(got, i > 0 ? "|" : "");
			strcat(got, csv_field(r, i));
		}
		strcat(got, "/");
	}
	if (rc < 0)
		print_error("%s\n", csv_error(r));
	assert_int_equal(rc, 0);
	assert_string_equal(got, expected);
	csv_reader_free(r);
}

static void
check_bytes_refused(const char *text, size_t len, const char *words)
{
	struct csv_reader *r = open_bytes(text, len);
	int rc = csv_read_header(r);

	while (rc == 0 && (rc = csv_read_row(r)) > 0)
		rc = 0;
	if (rc == 0)
		print_error("read without complaint: '%s'\n", text);
	assert_int_equal(rc, -1);
	assert_says(csv_error(r), words);
	csv_reader_free(r);
}

static void
check_refused(const char *text, const char *words)
{
	check_bytes_refused(text, strlen(text), words);
}

static void
test_plain(void **state)
{
	(void)state;
	check_rows("a,b\n1,2\n3,4\n", "1|2/3|4/");
	check_rows("a\n1\n", "1/");
	check_rows("a,b,c\n,,\n x , y,z \n", "||/ x | y|z /");
	check_rows("a,b\n", "");
}

static void
test_quotes(void **state)
{
	(void)state;
	check_rows("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", "x,y|say \"hi\"/");
	check_rows("a,b\n\"line\nbreak\",\"\"\n", "line\nbreak|/");
	check_rows("a,b\n\"cr\r\nlf\",\"\"\"\"\n", "cr\r\nlf|\"/");
	check_rows("\"a\",\"b,b\"\n1,2\n", "1|2/");
	check_rows("a,b\n\"1\",\"2\"\r\n", "1|2/");
}

static void
test_from_other_systems(void **state)
{
	struct csv_reader *r;

	(void)state;
	check_rows("a,b\r\n1,2\r\n", "1|2/");
	check_rows("a,b\n1,2", "1|2/");
	check_rows("a,b\n1,2\r", "1|2/");
	check_rows(",b\n1,2\n", "1|2/");
	check_rows("\xef\xbb\xbf"
		   "a,b\n1,2\n",
	    "1|2/");
	check_rows("\n\na,b\n\n1,2\n\r\n3,4\n\n", "1|2/3|4/");
	check_rows(
	    "a,b\nr\xc3\xa9sum\xc3\xa9,\xe6\x97\xa5\n", "r\xc3\xa9sum\xc3\xa9|\xe6\x97\xa5/");
	r = open_table("\xef\xbb\xbf\"a\",b\n1,2\n");
	assert_int_equal(csv_find(r, "a"), 0);
	csv_reader_free(r);
}

static void
test_tables_in_a_row(void **state)
{
	(void)state;
	check_rows("a,b\n1,2\na,b\n3,4\n", "1|2/3|4/");
	check_rows("a,b\n1,2\n\"a\",b\r\n3,4\na,b\n", "1|2/3|4/");
	check_rows("a,b\n1,2\nb,a\n3,4\n", "1|2/b|a/3|4/");
}

static void
test_what_is_refused(void **state)
{
	(void)state;
	check_refused("", "empty");
	check_refused("\n\n", "empty");
	check_refused("a,b\n1\n", "line 2: has 1 fields, the header 2");
	check_refused("a,b\n1,2\n\n1,2,3\n", "line 4: has 3 fields, the header 2");
	check_refused("a,b,a\n1,2,3\n", "'a' stands twice");
	check_refused("a,,b\n", "column 2 has no name");
	check_refused("a,\n", "column 2 has no name");
	check_refused("a,b\n1", "line 2: cut short");
	check_refused("a,b", "cut short");
	check_refused("a;b\n1;2\n", "semicolons");
	check_refused("a\tb\n1\t2\n", "tabs");
	check_refused("a,b\nx,1,2\n", "names of rows have no column");
	check_refused("a,b\n1,\"2", "line 2: cut short within quotes");
	check_refused("a,b\n1,\"2\n3,4\n", "line 2: cut short within quotes");
	check_refused("a,b\n1,2\"\n", "stray quote");
	check_refused("a,b\n1,\"2\"x\n", "stray quote");
	check_refused("a,b\n1\r,2\n", "carriage return");
	check_refused("a,b\n\r1,2\n", "carriage return");
	check_bytes_refused("a,b\n1,\0\n", 8, "line 2: holds a NUL byte");
	check_bytes_refused("a,b\n1,\"\0\"\n", 10, "line 2: holds a NUL byte");
	check_refused("a\n\"1\n2\n3\"\n4,5\n", "line 5: has 2 fields");
}

/* a table of ours cut at any byte must not read as a whole one, but where a row ends */
static void
test_every_prefix(void **state)
{
	const char *text = "a,b\n1,\"x\ny\"\n\"2\",z\r\n";

	(void)state;
	for (size_t len = 0; len < strlen(text); len++) {
		struct csv_reader *r = open_bytes(text, len);
		int rc = csv_read_header(r);

		csv_must_end(r);
		while (rc == 0 && (rc = csv_read_row(r)) > 0)
			rc = 0;
		assert_int_equal(rc, len == 4 || len == 12 ? 0 : -1);
		csv_reader_free(r);
	}
}

static void
test_limits(void **state)
{
	size_t len = CSV_RECORD_MAX + 10, n = CSV_COLUMNS_MAX + 2;
	char *big = malloc(len + 10), *at;
	struct csv_reader *r;

	(void)state;
	memset(big, 'x', len);
	memcpy(big, "a\n", 2);
	big[len] = '\n';
	r = open_bytes(big, len + 1);
	assert_int_equal(csv_read_header(r), 0);
	assert_int_equal(csv_read_row(r), -1);
	csv_reader_free(r);
	big[2] = '"';
	r = open_bytes(big, len + 1);
	assert_int_equal(csv_read_header(r), 0);
	assert_int_equal(csv_read_row(r), -1);
	csv_reader_free(r);
	r = open_bytes(big + 3, len - 2);
	assert_int_equal(csv_read_header(r), -1);
	csv_reader_free(r);
	memset(big, ',', n);
	r = open_bytes(big, n);
	assert_int_equal(csv_read_header(r), -1);
	assert_says(csv_error(r), "columns");
	csv_reader_free(r);
	at = big;
	for (size_t i = 0; i < CSV_COLUMNS_MAX; i++)
		at += sprintf(at, "%zx%c", i, i + 1 < CSV_COLUMNS_MAX ? ',' : '\n');
	r = open_bytes(big, (size_t)(at - big));
	assert_int_equal(csv_read_header(r), 0);
	assert_int_equal(csv_find(r, "ffff"), 65535);
	csv_reader_free(r);
	free(big);
}

static void
test_numbers(void **state)
{
	struct csv_reader *r = open_table("a,b\n1.5,x\n1e999,nan\n");
	double x;

	(void)state;
	assert_int_equal(csv_read_row(r), 1);
	assert_int_equal(csv_number(r, 0, &x), 0);
	assert_true(x == 1.5);
	assert_int_equal(csv_number(r, 1, &x), -1);
	assert_string_equal(csv_error(r), "t.csv: line 2: column b: 'x': not a number");
	assert_int_equal(csv_read_row(r), 1);
	assert_int_equal(csv_number(r, 0, &x), -1);
	assert_int_equal(csv_number(r, 1, &x), -1);
	assert_int_equal(csv_find(r, "b"), 1);
	assert_int_equal(csv_find(r, "c"), -1);
	csv_reader_free(r);
}

static void
test_writing(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	struct csv_writer w = {.file = f};

	(void)state;
	csv_put(&w, "plain");
	csv_put(&w, "a,b");
	csv_put(&w, "say \"hi\"");
	csv_put(&w, "two\nlines");
	csv_put(&w, "cr\r");
	csv_put(&w, "");
	csv_end_row(&w);
	csv_put_long(&w, -3);
	csv_put_float(&w, 0.1f);
	csv_put_double(&w, 0.1);
	csv_end_row(&w);
	csv_put(&w,
	    "\xef\xbb\xbf"
	    "bom");
	csv_end_row(&w);
	csv_put(&w, ""); /* a row of one empty field is no blank line */
	csv_end_row(&w);
	csv_put(&w, "");
	csv_put(&w, "");
	csv_end_row(&w);
	fclose(f);
	assert_string_equal(text,
	    "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\r\",\n"
	    "-3,0.100000001,0.10000000000000001\n\"\xef\xbb\xbf"
	    "bom\"\n\"\"\n,\n");
	free(text);
}

/* numbers of every size come back as the same bits */
static void
test_numbers_come_back(void **state)
{
	enum { N = 100000 };
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	struct csv_writer w = {.file = f};
	float *floats = malloc(N * sizeof(*floats));
	double *doubles = malloc(N * sizeof(*doubles)), x;
	struct csv_reader *r;
	struct rng rng;

	(void)state;
	rng_seed(&rng, 3);
	csv_put(&w, "f");
	csv_put(&w, "d");
	csv_end_row(&w);
	for (int i = 0; i < N; i++) {
		do {
			uint32_t bits = (uint32_t)rng_next(&rng);

			memcpy(&floats[i], &bits, sizeof(bits));
		} while (!isfinite(floats[i]));
		do {
			uint64_t bits = rng_next(&rng);

			memcpy(&doubles[i], &bits, sizeof(bits));
		} while (!isfinite(doubles[i]));
		csv_put_float(&w, floats[i]);
		csv_put_double(&w, doubles[i]);
		csv_end_row(&w);
	}
	fclose(f);
	r = open_bytes(text, len);
	assert_int_equal(csv_read_header(r), 0);
	for (int i = 0; i < N; i++) {
		assert_int_equal(csv_read_row(r), 1);
		assert_int_equal(csv_number(r, 0, &x), 0);
		if ((float)x != floats[i])
			print_error("%a read as %a, '%s'\n", (double)floats[i], x, csv_field(r, 0));
		assert_true((float)x == floats[i] && !signbit(x) == !signbit(floats[i]));
		assert_int_equal(csv_number(r, 1, &x), 0);
		assert_true(x == doubles[i]);
	}
	assert_int_equal(csv_read_row(r), 0);
	csv_reader_free(r);
	free(text);
	free(floats);
	free(doubles);
}

/* texts of every nasty byte come back as they were */
static void
test_texts_come_back(void **state)
{
	static const char bytes[] = ",\"\r\n a\t'\\;#\xc3\xa9\x01";
	struct rng rng;

	(void)state;
	rng_seed(&rng, 4);
	for (int round = 0; round < 2000; round++) {
		char field[3][9] = {"", "", ""}, *text = NULL;
		size_t len;
		FILE *f = open_memstream(&text, &len);
		struct csv_writer w = {.file = f};
		struct csv_reader *r;

		fputs("a,b,c\n", f);
		for (int i = 0; i < 3; i++) {
			for (uint64_t k = 0, n = rng_below(&rng, 9); k < n; k++)
				field[i][k] = bytes[rng_below(&rng, sizeof(bytes) - 1)];
			csv_put(&w, field[i]);
		}
		csv_end_row(&w);
		fclose(f);
		r = open_bytes(text, len);
		assert_int_equal(csv_read_header(r), 0);
		assert_int_equal(csv_read_row(r), 1);
		for (size_t i = 0; i < 3; i++)
			assert_string_equal(csv_field(r, i), field[i]);
		assert_int_equal(csv_read_row(r), 0);
		csv_reader_free(r);
		free(text);
	}
}

/* what must end with a newline, and numbers with a comma for a point */
static void
test_own_tables(void **state)
{
	const char *text = "a,b\n1,2\n3,4";
	struct csv_reader *r = csv_reader_new(input_from_memory(text, strlen(text), "x"));
	const char *comma = "a,b\n\"1,5\",2\n";
	double x;

	(void)state;
	assert_int_equal(csv_read_header(r), 0);
	csv_must_end(r);
	assert_int_equal(csv_read_row(r), 1);
	assert_int_equal(csv_read_row(r), -1);
	assert_says(csv_error(r), "line 3: cut short");
	csv_reader_free(r);
	r = csv_reader_new(input_from_memory(comma, strlen(comma), "x"));
	assert_int_equal(csv_read_header(r), 0);
	assert_int_equal(csv_read_row(r), 1);
	assert_int_equal(csv_number(r, 0, &x), -1);
	assert_says(csv_error(r), "decimal comma");
	csv_reader_free(r);
}

static void
test_json_reading(void **state)
{
	(void)state;
	check_rows("{\"a\":1,\"b\":\"x\"}\n{\"a\":0.25,\"b\":null}\n", "1|x/0.25|/");
	check_rows("{\"a\":1,\"b\":2}\r\n\n {\"b\":4,\"a\":3} \n", "1|2/3|4/");
	check_rows("\xef\xbb\xbf{\"a\":\"a\"}\n{\"a\":\"a\"}", "a/a/"); /* no row is a header */
	check_rows("{\"a\":\"\\udcff\\udcc3\\u00e9\\ud83d\\udc80\\\\udc80 \\n,\\\"\"}\n",
	    "\xff\xc3\xc3\xa9\xf0\x9f\x92\x80\\udc80 \n,\"/");
	check_rows("{\"a\":1e-7,\"b\":123456789012,\"c\":-0.1}\n", "1e-07|123456789012|-0.1/");
}

static void
test_json_refused(void **state)
{
	struct csv_reader *r;

	(void)state;
	check_refused("{\"a\":1}\n{\"b\":1}\n", "t.csv: line 2: has no 'a'");
	check_refused("{\"a\":1}\n\n{\"a\":1,\"b\":1}\n", "line 3: has 2 values, the first row 1");
	check_refused("{\"a\":1}\n{\"a\":1,\"a\":1}\n", "line 2: has 2 values, the first row 1");
	check_refused("{\"a\":1,\"a\":1}\n", "column 'a' stands twice");
	check_refused("{\"a;b\":1}\n", "separated by semicolons"); /* as CSV it could not be read */
	check_refused("{}\n", "has no columns");
	check_refused("{\"\":1}\n", "column 1 has no name");
	check_refused("{\"a\":1}\n[1]\n", "line 2: is no JSON object on one line");
	check_refused("{\n\"a\":1}\n", "line 1: is no JSON object on one line");
	check_refused("{\"a\":1} {\"a\":2}\n", "line 1: is no JSON object on one line");
	check_refused("{\"a\":1}\na\n", "line 2: is no JSON object on one line");
	check_refused("{\"a\":\"\\u0000\"}\n", "line 1: is no JSON object on one line");
	check_refused("{\"a\":1}\n{\"a\":", "line 2: cut short");
	check_refused("{\"a\":[1]}\n", "line 1: 'a' is neither text nor a number nor null");
	check_refused("{\"a\":true}\n", "line 1: 'a' is neither");
	check_refused("{\"a\":1e999}\n", "line 1: 'a' is neither");
	check_bytes_refused("{\"a\":\"\0\"}\n", 10, "line 1: is no JSON object on one line");
	r = open_table("{\"a\":1}\n{\"a\":2}");
	csv_must_end(r);
	assert_int_equal(csv_read_row(r), 1);
	assert_int_equal(csv_read_row(r), -1);
	assert_says(csv_error(r), "line 2: cut short");
	csv_reader_free(r);
}

static void
test_json_limits(void **state)
{
	size_t len = CSV_RECORD_MAX + 16;
	char *text = malloc(len);

	(void)state;
	memset(text, 'x', len);
	memcpy(text, "{\"a\":\"", 6);
	check_bytes_refused(text, len, "line 1: is longer than 4194304 bytes");
	memset(text, ' ', len);
	memcpy(text, "{\"a\":1}\n", 8);
	check_bytes_refused(text, len, "line 2: is longer than 4194304 bytes");
	free(text);
}

static void
test_json_writing(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	struct csv_writer w = {.file = f, .notation = CSV_JSONL};

	(void)state;
	csv_put(&w, "track");
	csv_put(&w, "say \"n\"");
	csv_put(&w, "x");
	csv_end_row(&w);
	fflush(f);
	assert_int_equal(len, 0);
	csv_put(&w, "\xff\xc3 \xc3\xa9 \xed\xb2\x80 \"\\\n\x01\x7f");
	csv_put_number(&w, "1.50");
	csv_put_double(&w, 0.1);
	csv_end_row(&w);
	csv_put(&w, "12");
	csv_put_number(&w, "");
	csv_put_float(&w, 0.1f);
	csv_end_row(&w);
	csv_put(&w, "");
	csv_put_number(&w, "0x10");
	csv_put_long(&w, -3);
	csv_end_row(&w);
	csv_writer_clear(&w);
	fclose(f);
	assert_string_equal(text,
	    "{\"track\":\"\\udcff\\udcc3 \xc3\xa9 \\udced\\udcb2\\udc80 "
	    "\\\"\\\\\\n\\u0001\x7f\",\"say \\\"n\\\"\":1.5,\"x\":0.10000000000000001}\n"
	    "{\"track\":\"12\",\"say \\\"n\\\"\":null,\"x\":0.100000001}\n"
	    "{\"track\":null,\"say \\\"n\\\"\":\"0x10\",\"x\":-3}\n");
	check_rows(text,
	    "\xff\xc3 \xc3\xa9 \xed\xb2\x80 \"\\\n\x01\x7f|1.5|0.1/12||0.100000001/|0x10|-3/");
	free(text);
}

/* a table of CSV that begins with a brace is not taken for JSON */
static void
test_brace(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	struct csv_writer w = {.file = f};

	(void)state;
	csv_put(&w, "{a}");
	csv_end_row(&w);
	csv_put(&w, "{");
	csv_end_row(&w);
	fclose(f);
	check_rows(text, "{/");
	free(text);
}

/* a field of random bytes, most of them those of numbers; the first of a row is not empty */
static void
make_field(struct rng *rng, char *field, bool first)
{
	static const char usual[] = "0123456789.-e", other[] = " ,\"\r\n+(\t{\xc3\xa9\x01\xff";
	size_t len = rng_below(rng, 40) + first;
	bool is_number = rng_below(rng, 8) > 0;

	for (size_t i = 0; i < len; i++)
		field[i] = is_number || rng_below(rng, 4) > 0
		    ? usual[rng_below(rng, sizeof(usual) - 1)]
		    : other[rng_below(rng, sizeof(other) - 1)];
	field[len] = '\0';
}

/* fields that begin and end everywhere in what the reader holds of a file */
static void
test_buffers(void **state)
{
	enum { ROWS = 4000, COLUMNS = 9 };
	FILE *f = tmpfile();
	struct csv_writer w = {.file = f};
	struct csv_reader *r;
	struct rng rng;
	char field[64];

	(void)state;
	for (int i = 0; i < COLUMNS; i++)
		csv_put(&w, (const char[]){(char)('a' + i), '\0'});
	csv_end_row(&w);
	rng_seed(&rng, 11);
	for (int i = 0; i < ROWS * COLUMNS; i++) {
		make_field(&rng, field, i % COLUMNS == 0);
		csv_put(&w, field);
		if (i % COLUMNS == COLUMNS - 1)
			csv_end_row(&w);
	}
	assert_true(ftell(f) > 8 * 65536);
	rewind(f);
	r = csv_reader_new(input_from_fd(fileno(f), "t.csv"));
	assert_int_equal(csv_read_header(r), 0);
	rng_seed(&rng, 11);
	for (int i = 0; i < ROWS; i++) {
		assert_int_equal(csv_read_row(r), 1);
		for (size_t c = 0; c < COLUMNS; c++) {
			make_field(&rng, field, c == 0);
			assert_string_equal(csv_field(r, c), field);
		}
	}
	assert_int_equal(csv_read_row(r), 0);
	csv_reader_free(r);
	fclose(f);
}

RUN_TESTS(cmocka_unit_test(test_own_tables), cmocka_unit_test(test_plain),
    cmocka_unit_test(test_quotes), cmocka_unit_test(test_from_other_systems),
    cmocka_unit_test(test_tables_in_a_row), cmocka_unit_test(test_what_is_refused),
    cmocka_unit_test(test_every_prefix), cmocka_unit_test(test_limits),
    cmocka_unit_test(test_numbers), cmocka_unit_test(test_writing),
    cmocka_unit_test(test_numbers_come_back), cmocka_unit_test(test_texts_come_back),
    cmocka_unit_test(test_json_reading), cmocka_unit_test(test_json_refused),
    cmocka_unit_test(test_json_limits), cmocka_unit_test(test_json_writing),
    cmocka_unit_test(test_brace), cmocka_unit_test(test_buffers))
