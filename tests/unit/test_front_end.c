/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "model/front_end.h"

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
	struct front_end f = front_end_default();

	(void)state;
	check_options(&f, "decode", "--rate 22050");
	check_options(&f, "split", "--window 1 --overlap 0");
	check_options(&f, "featurize", "--set seed");
	check_options(&f, "live", "--seconds 10 --hop 5");
	assert_null(front_end_options(&f, "train"));
	f.max_samples = 660000;
	f.window = 0.25;
	f.overlap = 0.5;
	check_options(&f, "decode", "--rate 22050 --max-samples 660000");
	check_options(&f, "split", "--window 0.25 --overlap 0.5");
	f.seconds = 6;
	check_options(&f, "split", "--seconds 6 --hop 6");
	f.hop = 1.5;
	check_options(&f, "split", "--seconds 6 --hop 1.5");
	check_options(&f, "live", "--seconds 6 --hop 1.5");
	f.live_seconds = 12;
	check_options(&f, "live", "--seconds 12 --hop 12");
	f.live_hop = 4;
	check_options(&f, "live", "--seconds 12 --hop 4");
	check_options(&f, "split", "--seconds 6 --hop 1.5");
}

static void
test_comes_back(void **state)
{
	struct front_end f = {.set = "extended", .rate = 16000, .max_samples = 1, .window = 1 / 3.0,
	    .overlap = 0.9, .seconds = 3, .hop = 0.1, .live_seconds = 2, .live_hop = 1}, back;
	struct json *v = front_end_to_json(&f);

	(void)state;
	assert_null(front_end_from_json(v, &back));
	assert_memory_equal(&f, &back, sizeof(f));
	json_free(v);
}

#define REST "\"rate\": 22050, \"max_samples\": 0, \"window\": 0, \"overlap\": 0, \"seconds\": 0, \"hop\": 0}"

static void
test_hostile_values(void **state)
{
	static const char *const texts[] = {"{}", "[]", "7", "null",
	    "{\"set\": \"\", " REST, "{\"set\": \"; rm -rf\", " REST, "{\"set\": \"a b\", " REST,
	    "{\"set\": \"-x\", " REST, "{\"set\": \"SEED\", " REST, "{\"set\": \"../x\", " REST,
	    "{\"set\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", " REST, "{\"set\": 1, " REST,
	    "{\"set\": \"a\\nb\", " REST,
	    "{\"set\": \"seed\", \"rate\": 22050}",
	    "{\"set\": \"seed\", \"rate\": \"22050\", \"max_samples\": 0, \"window\": 0, \"overlap\": 0, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 1e999, \"max_samples\": 0, \"window\": 0, \"overlap\": 0, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 1e18, \"window\": 0, \"overlap\": 0, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 0, \"window\": 1.1, \"overlap\": 0, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 0, \"window\": 0, \"overlap\": 1, "
	    "\"seconds\": 0, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 0, \"window\": 0, \"overlap\": 0, "
	    "\"seconds\": -1, \"hop\": 0}",
	    "{\"set\": \"seed\", \"rate\": 22050, \"max_samples\": 0, \"window\": 0, \"overlap\": 0, "
	    "\"seconds\": 0, \"hop\": 3601}"};
	struct front_end f;
	struct json *v = json_parse("{\"set\": \"seed\", " REST, strlen("{\"set\": \"seed\", " REST));

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

RUN_TESTS(
	cmocka_unit_test(test_options),
	cmocka_unit_test(test_comes_back),
	cmocka_unit_test(test_hostile_values))
