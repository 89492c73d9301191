/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "nn/ensemble.h"
#include "train/calibrate.h"

#define ROWS 20000
#define CLASSES 4

/* labels drawn from probabilities, which are then made too sure, or too unsure, by a temperature */
static double
found(double spoilt_by)
{
	static float p[ROWS * CLASSES];
	static uint32_t label[ROWS];
	static size_t order[ROWS];
	const struct dataset d = {.n_rows = ROWS, .n_classes = CLASSES, .label = label};
	const struct row_list rows = {order, ROWS};
	struct rng rng;

	rng_seed(&rng, 3);
	for (size_t i = 0; i < ROWS; i++) {
		double sum = 0, at = rng_uniform(&rng);

		for (int c = 0; c < CLASSES; c++)
			sum += (double)(p[i * CLASSES + (size_t)c] = (float)pow(rng_uniform(&rng), 3));
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
	ensemble_temper(p, ROWS, CLASSES, spoilt_by);
	return calibrate(&d, &rows, p);
}

static void
test_finds_what_undoes_it(void **state)
{
	(void)state;
	assert_near(found(1), 1, 0.05);
	assert_near(found(0.5), 2, 0.1);
	assert_near(found(2), 0.5, 0.025);
}

/* all right and sure: as sure as may be */
static void
test_bounds(void **state)
{
	const float p[] = {0.6f, 0.4f};
	uint32_t right[] = {0}, wrong[] = {1};
	size_t order[] = {0};
	struct dataset d = {.n_rows = 1, .n_classes = 2, .label = right};
	struct row_list rows = {order, 1}, none = {order, 0};

	(void)state;
	assert_near(calibrate(&d, &rows, p), CALIBRATE_MIN, 1e-4);
	d.label = wrong;
	assert_near(calibrate(&d, &rows, p), CALIBRATE_MAX, 1e-3);
	assert_near(calibrate(&d, &none, p), 1, 0);
}

RUN_TESTS(cmocka_unit_test(test_finds_what_undoes_it), cmocka_unit_test(test_bounds))
