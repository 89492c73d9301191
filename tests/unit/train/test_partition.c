/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "train/partition.h"

#define TRACKS_MAX 64
#define ROWS_MAX 256
#define SEEDS 20

/* classes of 20, 10, 5 and 1 tracks, in turns, so that they do not lie class by class */
static const size_t class_size[] = {20, 10, 5, 1};
#define CLASSES 4

struct world {
	struct dataset d;
	uint32_t label[ROWS_MAX], group_label[TRACKS_MAX];
	size_t track[ROWS_MAX], left[CLASSES], order[ROWS_MAX];
	struct row_list all;
};

static void
list_all(struct world *w)
{
	for (size_t i = 0; i < ROWS_MAX; i++)
		w->order[i] = i;
	w->all = (struct row_list){w->order, w->d.n_rows};
}

/* track t has 1 + t % 5 rows */
static void
make_world(struct world *w)
{
	memset(w, 0, sizeof(*w));
	memcpy(w->left, class_size, sizeof(class_size));
	for (size_t c = 0, idle = 0; idle < CLASSES; c = (c + 1) % CLASSES) {
		if (w->left[c] == 0) {
			idle++;
			continue;
		}
		idle = 0;
		w->left[c]--;
		w->group_label[w->d.n_groups++] = (uint32_t)c;
	}
	for (size_t round = 0; round < 5; round++) {
		for (size_t t = 0; t < w->d.n_groups; t++) {
			if (round > t % 5)
				continue;
			w->label[w->d.n_rows] = w->group_label[t];
			w->track[w->d.n_rows++] = t;
		}
	}
	w->d.n_classes = CLASSES;
	w->d.label = w->label;
	w->d.n_tracks = w->d.n_groups;
	w->d.track = w->track;
	w->d.group = w->track;
	w->d.group_label = w->group_label;
	list_all(w);
}

/* n rows, each a track of its own */
static void
make_plain(struct world *w, size_t n)
{
	memset(w, 0, sizeof(*w));
	for (size_t i = 0; i < n; i++)
		w->track[i] = i;
	w->d = (struct dataset){.n_rows = n,
	    .n_tracks = n,
	    .track = w->track,
	    .n_groups = n,
	    .n_classes = 1,
	    .label = w->label,
	    .group = w->track,
	    .group_label = w->group_label};
	list_all(w);
}

static void
count(const struct row_list *list, int *seen, size_t n)
{
	for (size_t i = 0; i < list->n; i++) {
		assert_true(list->rows[i] < n);
		seen[list->rows[i]]++;
	}
}

static void
check_every_row_once(const struct partition *p, size_t n)
{
	int seen[ROWS_MAX] = {0};

	count(&p->train, seen, n);
	count(&p->validation, seen, n);
	count(&p->test, seen, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(seen[i], 1);
}

static void
check_sizes(size_t n, double test, double validation, size_t n_test, size_t n_validation)
{
	struct partition p;
	struct world w;
	struct rng rng;

	make_plain(&w, n);
	rng_seed(&rng, n);
	p = partition_rows(&w.all, test, validation, &rng);
	check_every_row_once(&p, n);
	assert_int_equal(p.test.n, n_test);
	assert_int_equal(p.validation.n, n_validation);
	assert_int_equal(p.train.n, n - n_test - n_validation);
	partition_free(&p);
}

/* scikit-learn takes ceil(share n) for the test; Keras fits the first floor(rest (1 - share)) */
static void
test_rows(void **state)
{
	(void)state;
	check_sizes(100, 0.2, 0.1, 20, 8);
	check_sizes(101, 0.2, 0.1, 21, 8);
	check_sizes(99, 0.2, 0.1, 20, 8);
	check_sizes(9, 0.2, 0.1, 2, 1);
	check_sizes(10, 0, 0, 0, 0);
	check_sizes(10, 0.2, 0, 2, 0);
	check_sizes(10, 0, 0.5, 0, 5);
	check_sizes(1, 0.2, 0.1, 1, 0);
}

/* the parts are stretches of one permutation: test, training, validation */
static void
test_rows_order(void **state)
{
	size_t order[100];
	struct partition p;
	struct world w;
	struct rng rng;

	(void)state;
	make_plain(&w, 100);
	rng_seed(&rng, 5);
	rng_permutation(&rng, 100, order);
	rng_seed(&rng, 5);
	p = partition_rows(&w.all, 0.2, 0.1, &rng);
	assert_memory_equal(p.test.rows, order, 20 * sizeof(*order));
	assert_memory_equal(p.train.rows, &order[20], 72 * sizeof(*order));
	assert_memory_equal(p.validation.rows, &order[92], 8 * sizeof(*order));
	partition_free(&p);
}

enum { TRAIN = 1, VALIDATION = 2, TEST = 4 };

static void
mark(const struct world *w, const struct row_list *list, int flag, int *sides)
{
	for (size_t i = 0; i < list->n; i++)
		sides[w->track[list->rows[i]]] |= flag;
}

static size_t
tracks_on(const struct world *w, const int *sides, uint32_t class_, int flag)
{
	size_t n = 0;

	for (size_t t = 0; t < w->d.n_groups; t++)
		n += w->group_label[t] == class_ && sides[t] == flag;
	return n;
}

static void
check_tracks(
    uint64_t seed, double test, double validation, const size_t *n_test, const size_t *n_validation)
{
	int sides[TRACKS_MAX] = {0};
	struct partition p;
	struct world w;
	struct rng rng;

	make_world(&w);
	rng_seed(&rng, seed);
	p = partition_groups(&w.d, &w.all, test, validation, &rng);
	check_every_row_once(&p, w.d.n_rows);
	mark(&w, &p.train, TRAIN, sides);
	mark(&w, &p.validation, VALIDATION, sides);
	mark(&w, &p.test, TEST, sides);
	for (size_t t = 0; t < w.d.n_groups; t++)
		assert_true(sides[t] == TRAIN || sides[t] == VALIDATION || sides[t] == TEST);
	for (uint32_t c = 0; c < CLASSES; c++) {
		assert_int_equal(tracks_on(&w, sides, c, TEST), n_test[c]);
		assert_int_equal(tracks_on(&w, sides, c, VALIDATION), n_validation[c]);
	}
	partition_free(&p);
}

static void
test_tracks(void **state)
{
	static const size_t fifth[] = {4, 2, 1, 0}, tenth[] = {2, 1, 0, 0}, none[CLASSES] = {0};
	static const size_t most[] = {19, 9, 4, 0};

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		check_tracks(seed, 0.2, 0.1, fifth, tenth);
		check_tracks(seed, 0, 0, none, none);
		check_tracks(seed, 0.95, 0, most, none);
		/* of the one track of a class training gets it, whatever is asked for */
		check_tracks(seed, 0.95, 0.95, most, none);
	}
}

/* which tracks are held out hangs on the seed, and each is at times */
static void
test_tracks_vary(void **state)
{
	int held_out[TRACKS_MAX] = {0};
	struct world w;

	(void)state;
	make_world(&w);
	for (uint64_t seed = 0; seed < 100; seed++) {
		int sides[TRACKS_MAX] = {0};
		struct partition p;
		struct rng rng;

		rng_seed(&rng, seed);
		p = partition_groups(&w.d, &w.all, 0.2, 0.1, &rng);
		mark(&w, &p.test, TEST, sides);
		for (size_t t = 0; t < w.d.n_groups; t++)
			held_out[t] += sides[t] == TEST;
		partition_free(&p);
	}
	for (size_t t = 0; t < w.d.n_groups; t++) {
		if (class_size[w.group_label[t]] == 1)
			assert_int_equal(held_out[t], 0);
		else /* 20 of 100 with a deviation of 4 */
			assert_in_range(held_out[t], 4, 36);
	}
}

static void
check_folds(size_t n_folds, uint64_t seed)
{
	size_t fold[TRACKS_MAX], size[TRACKS_MAX] = {0}, of_class[CLASSES][TRACKS_MAX] = {{0}};
	int tested[ROWS_MAX] = {0};
	struct world w;
	struct rng rng;

	make_world(&w);
	rng_seed(&rng, seed);
	partition_folds(&w.d, &w.all, n_folds, &rng, fold);
	for (size_t t = 0; t < w.d.n_groups; t++) {
		assert_true(fold[t] < n_folds);
		size[fold[t]]++;
		of_class[w.group_label[t]][fold[t]]++;
	}
	for (size_t k = 0; k < n_folds; k++) {
		struct partition p = partition_of_fold(&w.d, &w.all, fold, k);
		size_t least = w.d.n_groups / n_folds;

		assert_in_range(size[k], least, least + (w.d.n_groups % n_folds > 0));
		for (size_t c = 0; c < CLASSES; c++) {
			least = class_size[c] / n_folds;
			assert_in_range(of_class[c][k], least, least + 1);
		}
		check_every_row_once(&p, w.d.n_rows);
		assert_int_equal(p.validation.n, 0);
		for (size_t i = 0; i < p.test.n; i++)
			assert_int_equal(fold[w.track[p.test.rows[i]]], k);
		for (size_t i = 0; i < p.train.n; i++)
			assert_int_not_equal(fold[w.track[p.train.rows[i]]], k);
		count(&p.test, tested, w.d.n_rows);
		partition_free(&p);
	}
	for (size_t i = 0; i < w.d.n_rows; i++)
		assert_int_equal(tested[i], 1);
}

static void
test_folds(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		check_folds(2, seed);
		check_folds(5, seed);
		check_folds(7, seed);
		check_folds(36, seed); /* a track each */
	}
}

static void
test_all(void **state)
{
	struct world w;
	struct partition p;

	(void)state;
	make_world(&w);
	p = partition_all(&w.all);
	check_every_row_once(&p, w.d.n_rows);
	assert_int_equal(p.train.n, w.d.n_rows);
	partition_free(&p);
}

/* of a list that leaves rows out, nothing but its rows come up */
static void
test_part_of_the_rows(void **state)
{
	size_t fold[TRACKS_MAX], n = 0, n_rows = 0;
	struct partition p;
	struct world w;
	struct rng rng;

	(void)state;
	make_world(&w);
	for (size_t i = 0; i < w.d.n_rows; i++) {
		if (w.track[i] % 3 != 0)
			w.order[n++] = i;
	}
	w.all.n = n;
	assert_int_equal(partition_n_groups(&w.d, &w.all), 24); /* of 36 */
	rng_seed(&rng, 1);
	p = partition_groups(&w.d, &w.all, 0.2, 0.1, &rng);
	assert_int_equal(p.train.n + p.validation.n + p.test.n, n);
	for (size_t i = 0; i < p.test.n; i++)
		assert_true(w.track[p.test.rows[i]] % 3 != 0);
	partition_free(&p);
	partition_folds(&w.d, &w.all, 4, &rng, fold);
	for (size_t k = 0; k < 4; k++) {
		p = partition_of_fold(&w.d, &w.all, fold, k);
		assert_int_equal(p.train.n + p.test.n, n);
		n_rows += p.test.n;
		partition_free(&p);
	}
	assert_int_equal(n_rows, n);
}

RUN_TESTS(cmocka_unit_test(test_part_of_the_rows), cmocka_unit_test(test_rows),
    cmocka_unit_test(test_rows_order), cmocka_unit_test(test_tracks),
    cmocka_unit_test(test_tracks_vary), cmocka_unit_test(test_folds), cmocka_unit_test(test_all))
