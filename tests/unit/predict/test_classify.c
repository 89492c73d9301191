/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/xmalloc.h"
#include "predict/classify.h"

/* one layer whose logits are x and -x: p_up = 1 / (1 + exp(-2x)) */
static struct model *
make_model(void)
{
	static const char *const names[] = {"x"};
	const size_t width[] = {1, 2};
	struct model *m = model_new();
	struct network *net;

	m->scaler = scaler_new(1, names);
	m->n_classes = 2;
	m->classes = xcalloc(2, sizeof(*m->classes));
	m->classes[0] = xstrdup("up");
	m->classes[1] = xstrdup("down");
	net = network_new(1, width);
	net->params[0] = 1;
	net->params[1] = -1;
	m->ensemble = ensemble_new();
	ensemble_add(m->ensemble, net, 1);
	return m;
}

static void
check(bool by_track, const char *text, const char *expected)
{
	struct model *m = make_model();
	struct csv_reader *r = csv_reader_new(input_from_memory(text, strlen(text), "t.csv"));
	struct role_names names = {0};
	char *out = NULL;
	size_t len;
	FILE *f = open_memstream(&out, &len);
	struct csv_writer w = {.file = f};
	struct classify_options options = {.by_track = by_track};
	int rc = classify(m, &names, &options, r, &w);

	fclose(f);
	if (rc != 0)
		assert_says(csv_error(r), expected);
	else
		assert_string_equal(out, expected);
	free(out);
	csv_reader_free(r);
	model_free(m);
}

#define HEADER "track,segment,start,label,predicted,confidence,p_up,p_down,status\n"

static void
test_by_track(void **state)
{
	(void)state;
	/* 0 and 100 average to (0.5 + 1) / 2 */
	check(true, "track,segment,start,label,x\na,0,0,up,0\na,1,3,up,100\nb,0,0,,-100\n",
	    HEADER "a,,,up,up,0.75,0.75,0.25,ok\nb,,,,down,1,0,1,ok\n");
	check(true, "x\n0\n", HEADER ",,,,up,0.5,0.5,0.5,ok\n");
	check(true, "track,x\na,0\nb,0\na,0\n", "line 4: track 'a' comes again");
}

static void
test_by_segment(void **state)
{
	(void)state;
	check(false,
	    "track,segment,start,label,x\na,0,0,up,0\na,1,3,up,100\nb,0,0,,-100\na,9,,,0\n",
	    HEADER "a,0,0,up,up,0.5,0.5,0.5,ok\na,1,3,up,up,1,1,0,ok\n"
		   "b,0,0,,down,1,0,1,ok\na,9,,,up,0.5,0.5,0.5,ok\n");
	check(false, "y,x,z\n1,0,text\n", HEADER ",,,,up,0.5,0.5,0.5,ok\n");
}

/* pieces without sound have no answer, and no say in that of their track */
static void
test_pieces(void **state)
{
	const char *rows = "track,segment,front_end,x\n"
			   "a,0,s/1/silent,5\na,1,s/1,0\na,2,s/1/short,5\n"
			   "b,0,s/1/short,5\nb,1,s/1/silent,5\n";

	(void)state;
	check(true, rows, HEADER "a,,,,up,0.5,0.5,0.5,ok\nb,,,,,,,,short\n");
	check(false, rows,
	    HEADER "a,0,,,,,,,silent\na,1,,,up,0.5,0.5,0.5,ok\na,2,,,,,,,short\n"
		   "b,0,,,,,,,short\nb,1,,,,,,,silent\n");
	check(true, "track,front_end,x\na,s/1/silent,5\nb,t/1,5\n", "in the rows before");
}

static void
test_what_is_refused(void **state)
{
	(void)state;
	check(true, "", "empty");
	check(true, "track,x\n", "no rows");
	check(true, "track,y\na,1\n", "no column 'x', which the model needs");
	check(true, "track,x\na,z\n", "line 2: column x: 'z': not a number");
	check(true, "track,x\na\n", "line 2: has 1 fields");
	check(true, "track,front_end,x\na,,1", "cut short");
	check(true, "track,x\na,1e300\n", "line 2");
	check(false, "track,x\na,-1e300\n", "line 2");
}

/* finite weights and inputs may still overflow on the way: no probability is no number */
static void
test_overflow(void **state)
{
	const char *text = "x\n1e38\n";
	struct model *m = make_model();
	struct csv_reader *r = csv_reader_new(input_from_memory(text, strlen(text), "t.csv"));
	struct role_names names = {0};
	struct csv_writer w = {.file = tmpfile()};

	(void)state;
	m->ensemble->members[0]->params[0] = 1e38f;
	m->ensemble->members[0]->params[1] = 1e38f;
	assert_int_equal(classify(m, &names, &(struct classify_options){0}, r, &w), -1);
	assert_says(csv_error(r), "line 2");
	fclose(w.file);
	csv_reader_free(r);
	model_free(m);
}

RUN_TESTS(cmocka_unit_test(test_pieces), cmocka_unit_test(test_by_track),
    cmocka_unit_test(test_by_segment), cmocka_unit_test(test_what_is_refused),
    cmocka_unit_test(test_overflow))
