/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "stats/confusion.h"

static void
test_scores(void **state)
{
	/*
	 * true 0: 3 right, 1 as 1; true 1: 2 right, 2 as 0; nothing is true 2, one was taken for it
	 */
	static const size_t pairs[][2] = {
	    {0, 0}, {0, 0}, {0, 0}, {0, 1}, {1, 1}, {1, 1}, {1, 0}, {1, 2}};
	struct confusion *c = confusion_new(3);
	struct confusion_scores s;

	(void)state;
	assert_near(confusion_accuracy(c), 0, 0);
	assert_near(confusion_macro_f1(c), 0, 0);
	for (size_t i = 0; i < 8; i++)
		confusion_add(c, pairs[i][0], pairs[i][1]);
	assert_int_equal(confusion_total(c), 8);
	assert_int_equal(c->count[0 * 3 + 1], 1);
	assert_int_equal(c->count[1 * 3 + 0], 1);
	assert_near(confusion_accuracy(c), 5 / 8.0, 1e-15);
	s = confusion_class(c, 0);
	assert_int_equal(s.support, 4);
	assert_near(s.precision, 3 / 4.0, 1e-15);
	assert_near(s.recall, 3 / 4.0, 1e-15);
	assert_near(s.f1, 3 / 4.0, 1e-15);
	s = confusion_class(c, 1);
	assert_near(s.precision, 2 / 3.0, 1e-15);
	assert_near(s.recall, 0.5, 1e-15);
	assert_near(s.f1, 4 / 7.0, 1e-15);
	s = confusion_class(c, 2);
	assert_true(s.support == 0 && s.precision == 0 && s.recall == 0 && s.f1 == 0);
	assert_near(confusion_macro_f1(c), (3 / 4.0 + 4 / 7.0) / 2, 1e-15);
	confusion_free(c);
	confusion_free(NULL);
}

RUN_TESTS(cmocka_unit_test(test_scores))
