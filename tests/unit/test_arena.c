/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/arena.h"
#include "base/xmalloc.h"

/* pieces of any size are aligned, apart from one another and stay as they are */
static void
test_pieces(void **state)
{
	static const size_t sizes[] = {1, 64, 100, 20000, 60000, 1000000, 5000000, 0, 3, 1500000};
	enum { N = 30 };
	struct arena *a = arena_new();
	unsigned char *pieces[N];

	(void)state;
	for (int i = 0; i < N; i++) {
		pieces[i] = arena_take(a, sizes[i % 10]);
		assert_int_equal((uintptr_t)pieces[i] % 64, 0);
		memset(pieces[i], i, sizes[i % 10]);
	}
	for (int i = 0; i < N; i++) {
		for (size_t k = 0; k < sizes[i % 10]; k++)
			assert_true(pieces[i][k] == i);
	}
	arena_free(a);
	arena_free(NULL);
}

static void
test_large(void **state)
{
	char *p = xlargearray(3, 1000001);

	(void)state;
	assert_int_equal((uintptr_t)p % (2 * 1024 * 1024), 0);
	memset(p, 1, 3000003);
	p = xreallocarray(p, 5, 1000001); /* may grow like any other */
	for (size_t i = 0; i < 3000003; i++)
		assert_true(p[i] == 1);
	free(p);
}

RUN_TESTS(cmocka_unit_test(test_pieces), cmocka_unit_test(test_large))
