/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/xmalloc.h"
#include "model/front_end_json.h"

static void
check_options(const struct front_end *f, const char *program, const char *expected)
{
	char *got = front_end_options(f, program);

	assert_string_equal(got, expected);
	free(got);
}

static void
test_options(void **state)
{
	struct front_end f = {.set = "seed", .rate = 22050};

	(void)state;
	check_options(&f, "decode", "--rate 22050");
	check_options(&f, "split", "--window 1 --overlap 0");
	check_options(&f, "featurize", "--set seed");
	check_options(&f, "live", "--seconds 10 --hop 5");
	assert_null(front_end_options(&f, "train"));
	f.max_samples = 660000;
	f.cut.window = 0.25;
	f.cut.overlap = 0.5;
	check_options(&f, "decode", "--rate 22050 --max-samples 660000");
	check_options(&f, "split", "--window 0.25 --overlap 0.5");
	f.cut.seconds = 6;
	check_options(&f, "split", "--seconds 6 --hop 6");
	f.cut.hop = 1.5;
	check_options(&f, "split", "--seconds 6 --hop 1.5");
	check_options(&f, "live", "--seconds 6 --hop 1.5");
	f.live = (struct cut){.seconds = 12, .hop = 4};
	check_options(&f, "live", "--seconds 12 --hop 4");
	check_options(&f, "split", "--seconds 6 --hop 1.5");
	check_options(&f, "all",
	    "decode --rate 22050 --max-samples 660000\n"
	    "split --seconds 6 --hop 1.5\nlive --seconds 12 --hop 4\nfeaturize --set seed");
}

static void
test_comes_back(void **state)
{
	struct front_end f = {.set = "extended",
			     .rate = 16000,
			     .skip = 5,
			     .max_samples = 1,
			     .excerpt = 9,
			     .cut = {.window = 1 / 3.0, .overlap = 0.9, .seconds = 3, .hop = 0.1},
			     .live = {.seconds = 2, .hop = 1}},
			 back;
	struct json *v = front_end_to_json(&f);

	(void)state;
	assert_null(front_end_from_json(v, &back));
	assert_memory_equal(&f, &back, sizeof(f));
	json_free(v);
}

/* the word, from it and back */
static void
check_word(const struct front_end *f, const char *expected)
{
	char *word = front_end_print(f);
	struct front_end back;

	assert_string_equal(word, expected);
	assert_true(front_end_parse(word, &back));
	assert_memory_equal(f, &back, sizeof(back));
	free(word);
}

static void
test_word(void **state)
{
	(void)state;
	check_word(&(struct front_end){.set = "musicnn", .rate = 16000}, "musicnn/16000");
	check_word(&(struct front_end){.set = "seed",
		       .rate = 22050,
		       .max_samples = 660000,
		       .cut = {.window = 0.2, .overlap = 0.5}},
	    "seed/22050/max:660000/window:0.2:0.5");
	check_word(
	    &(struct front_end){
		.set = "seed", .rate = 22050, .skip = 7, .cut = {.window = 1 / 3.0}},
	    "seed/22050/skip:7/window:0.3333333333333333:0");
	check_word(
	    &(struct front_end){.set = "musicnn", .rate = 16000, .max_samples = 9, .excerpt = 7},
	    "musicnn/16000/max:9/excerpt:7");
	check_word(
	    &(struct front_end){
		.set = "extended", .rate = 22050, .cut = {.seconds = 30, .hop = 15}},
	    "extended/22050/seconds:30:15");
}

static void
test_hostile_words(void **state)
{
	static const char *const words[] = {"", "seed", "seed/", "seed/0", "seed/x", "seed/22050/",
	    "/22050", "SEED/22050", "se ed/22050", "seed/22050/max:0", "seed/22050/max:-1",
	    "seed/22050/max:5/skip:5", "seed/22050/max:5/max:5", "seed/22050/excerpt:0",
	    "seed/22050/excerpt:5/max:5", "seed/22050/window:0:0.5", "seed/22050/window:1.1:0",
	    "seed/22050/window:0.2:1", "seed/22050/window:0.2", "seed/22050/window:0.2:0.5:1",
	    "seed/22050/window:0.2:0.5/", "seed/22050/seconds:3:0", "seed/22050/seconds:0:3",
	    "seed/22050/seconds:3601:3", "seed/22050/seconds:nan:3", "seed/22050/seconds::3",
	    "seed/22050/cut:1:2", "seed/22050/seconds:3:3/seconds:3:3",
	    "seed/22050/seconds:3000000000000000000000000000000000000000000:3"};
	char *long_word = xcalloc(5000, 1);
	struct front_end f;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (front_end_parse(words[i], &f))
			print_error("taken: %s\n", words[i]);
		assert_false(front_end_parse(words[i], &f));
	}
	memset(long_word, 'a', 4999);
	assert_false(front_end_parse(long_word, &f));
	free(long_word);
}

#define REST \
	"\"rate\": 22050, \"max_samples\": 0, \"window\": 0, \"overlap\": 0, \"seconds\": 0, " \
	"\"hop\": 0}"

static void
test_hostile_values(void **state)
{
	static const char *const texts[] = {"{}", "[]", "7", "null", "{\"set\": \"\", " REST,
	    "{\"set\": \"; rm -rf\", " REST, "{\"set\": \"a b\", " REST, "{\"set\": \"-x\", " REST,
	    "{\"set\": \"SEED\", " REST, "{\"set\": \"../x\", " REST,
	    "{\"set\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", " REST, "{\"set\": 1, " REST,
	    "{\"set\": \"a\\nb\", " REST, "{\"set\": \"seed\", \"rate\": 22050}",
	    "{\"set\": \"seed\", \"rate\": \"22050\", \"max_samples\": 0, \"window\": 0, "
	    "\"overlap\": 0, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 1e999, \"max_samples\": 0, \"window\": 0, \"overlap\": "
	    "0, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 1e18, \"window\": 0, "
	    "\"overlap\": 0, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 0, \"window\": 1.1, "
	    "\"overlap\": 0, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 0, \"window\": 0, \"overlap\": "
	    "1, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 0, \"window\": 0, \"overlap\": "
	    "0, "
	    "\"seconds\": -1, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 0, \"window\": 0, \"overlap\": "
	    "0, "
	    "\"seconds\": 0, \"hop\": 3601}"};
	struct front_end f;
	struct json *v =
	    json_parse("{\"set\": \"seed\", " REST, strlen("{\"set\": \"seed\", " REST));

	(void)state;
	assert_null(front_end_from_json(v, &f));
	json_free(v);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		v = json_parse(texts[i], strlen(texts[i]));
		assert_non_null(v);
		if (front_end_from_json(v, &f) == NULL)
			print_error("taken: %s\n", texts[i]);
		assert_non_null(front_end_from_json(v, &f));
		json_free(v);
	}
	assert_non_null(front_end_from_json(NULL, &f));
}

RUN_TESTS(cmocka_unit_test(test_options), cmocka_unit_test(test_comes_back),
    cmocka_unit_test(test_word), cmocka_unit_test(test_hostile_words),
    cmocka_unit_test(test_hostile_values))
