/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "nn/ensemble.h"
#include "train/calibrate.h"

#define ROWS 20000
#define CLASSES 4

static bool known[ROWS]; /* of all tests but one: all */

static int
set_up(void **state)
{
	(void)state;
	memset(known, true, sizeof(known));
	return 0;
}

/* labels drawn from probabilities, which are then made too sure, or too unsure, by a temperature */
static double
found(double spoilt_by)
{
	static float p[ROWS * CLASSES];
	static uint32_t label[ROWS];
	static size_t order[ROWS];
	const struct dataset d = {
	    .n_rows = ROWS, .n_classes = CLASSES, .label = label, .n_tracks = ROWS, .track = order};
	const struct row_list rows = {order, ROWS};
	struct rng rng;

	rng_seed(&rng, 3);
	for (size_t i = 0; i < ROWS; i++) {
		double sum = 0, at = rng_uniform(&rng);

		for (int c = 0; c < CLASSES; c++)
			sum +=
			    (double)(p[i * CLASSES + (size_t)c] = (float)pow(rng_uniform(&rng), 3));
		label[i] = CLASSES - 1;
		for (int c = CLASSES; c-- > 0;)
			p[i * CLASSES + (size_t)c] /= (float)sum;
		for (uint32_t c = 0; c < CLASSES; c++) {
			at -= (double)p[i * CLASSES + c];
			if (at < 0) {
				label[i] = c;
				break;
			}
		}
		order[i] = i;
	}
	ensemble_temper(p, ROWS, CLASSES, (struct tempering){spoilt_by, 0});
	return calibrate(&d, &rows, p, known).temperature;
}

static void
test_finds_what_undoes_it(void **state)
{
	(void)state;
	double honest = found(1);

	/* two temperatures, of which the lower one counts more: by the geometric mean 1 is 1.15 */
	assert_true(honest > 0.9 && honest < 1.2);
	assert_near(found(0.5), 2 * honest, 0.1);
	assert_near(found(2), 0.5 * honest, 0.025);
}

/* a single track, right or wrong, and none */
static void
test_few_tracks(void **state)
{
	const float p[] = {0.6f, 0.4f};
	uint32_t right[] = {0}, wrong[] = {1};
	size_t order[] = {0};
	struct dataset d = {
	    .n_rows = 1, .n_classes = 2, .label = right, .n_tracks = 1, .track = order};
	struct row_list rows = {order, 1}, none = {order, 0};

	(void)state;
	/* one track tells little: no temperature far from 1 */
	assert_true(calibrate(&d, &rows, p, known).temperature < 1);
	assert_true(calibrate(&d, &rows, p, known).temperature > 0.8);
	assert_near(calibrate(&d, &rows, p, known).spread, CALIBRATE_SPREAD, 0);
	d.label = wrong;
	assert_true(calibrate(&d, &rows, p, known).temperature > 1);
	assert_true(calibrate(&d, &rows, p, known).temperature < 1.2);
	assert_near(calibrate(&d, &none, p, known).temperature, 1, 0);
	assert_near(calibrate(&d, &none, p, known).spread, 0, 0);
}

/* many that are all right: as sure as may be */
static void
test_bounds(void **state)
{
	static float p[2 * ROWS];
	static uint32_t right[ROWS];
	static size_t order[ROWS];
	const struct dataset d = {
	    .n_rows = ROWS, .n_classes = 2, .label = right, .n_tracks = ROWS, .track = order};
	const struct row_list rows = {order, ROWS};

	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		order[i] = i;
		p[2 * i] = 0.6f;
		p[2 * i + 1] = 0.4f;
	}
	assert_near(calibrate(&d, &rows, p, known).temperature, CALIBRATE_MIN, 0.02);
}

/* a track that says 0.9 and 0.3 of the right class is as one that says 0.6 */
static void
test_tracks(void **state)
{
	const float rows_p[] = {0.9f, 0.1f, 0.3f, 0.7f, 0.8f, 0.2f, 0.4f, 0.6f};
	uint32_t label[] = {0, 0, 1, 1};
	size_t order[] = {0, 1, 2, 3}, track[] = {0, 0, 1, 1};
	struct dataset d = {
	    .n_rows = 4, .n_classes = 2, .label = label, .n_tracks = 2, .track = track};
	struct row_list rows = {order, 4};
	double best = 0, least = HUGE_VAL;

	(void)state;
	for (double t = CALIBRATE_MIN; t < CALIBRATE_MAX; t *= 1.001) {
		double mean[2] = {0}, loss;

		for (size_t i = 0; i < 4; i++) {
			double right = (double)rows_p[2 * i + label[i]];

			for (int k = -1; k <= 1; k += 2) {
				double of = 1 / (t * (1 + k * CALIBRATE_SPREAD));

				mean[track[i]] +=
				    pow(right, of) / (pow(right, of) + pow(1 - right, of)) / 4;
			}
		}
		loss = -log(mean[0]) - log(mean[1]) + pow(log(t) / 0.5, 2) / 2;
		if (loss < least) {
			least = loss;
			best = t;
		}
	}
	assert_near(calibrate(&d, &rows, rows_p, known).temperature, best, 0.01 * best);
}

/*
 * Ten songs, each the only one of its class: all answers are wrong, so 0.9 is too sure; nine other
 * classes of which nothing is told make no difference.
 */
static void
test_unknown_classes(void **state)
{
	static float p[10 * 10];
	static const bool unknown[10];
	uint32_t label[10];
	size_t order[10];
	const struct dataset d = {
	    .n_rows = 10, .n_classes = 10, .label = label, .n_tracks = 10, .track = order};
	const struct row_list rows = {order, 10};
	double t;

	(void)state;
	for (size_t i = 0; i < 10; i++) {
		label[i] = (uint32_t)i;
		order[i] = i;
		for (size_t c = 0; c < 10; c++)
			p[i * 10 + c] = c == i ? 0 : c == (i + 1) % 10 ? 0.9f : 0.0125f;
	}
	t = calibrate(&d, &rows, p, unknown).temperature;
	assert_true(t > 1.5 && t < 6);
	/* as if it had been possible to be right, which the floor of 1e-30 makes absurd */
	assert_true(calibrate(&d, &rows, p, known).temperature > 3 * t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_unknown_classes),
	    cmocka_unit_test(test_bounds), cmocka_unit_test(test_tracks),
	    cmocka_unit_test(test_finds_what_undoes_it), cmocka_unit_test(test_few_tracks)};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
