/* SPDX-License-Identifier: MIT */
#include "drawing.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xmalloc.h"

#define SCRIPT_MAX ((size_t)1 << 30)
#define PIECE ((size_t)64 * 1024)

int
drawing_make(
    struct drawing *d, const struct chart *chart, const void *state, struct page *page, int to)
{
	int rc = 0;

	d->script = chart_script(chart, state, page, &d->len);
	if (d->script == NULL)
		return -1;
	if (to < 0)
		return 0;
	for (size_t done = 0; done < d->len && rc == 0;) {
		ssize_t n = write(to, d->script + done, d->len - done);

		if (n < 0 && errno != EINTR)
			rc = -1;
		done += n > 0 ? (size_t)n : 0;
	}
	drawing_free(d);
	return rc;
}

int
drawing_receive(struct drawing *d, int from)
{
	size_t cap = 0;
	ssize_t n = 1;

	while (n != 0) {
		xgrow(&d->script, &cap, d->len + PIECE + 1, 1);
		n = read(from, d->script + d->len, PIECE);
		if (n < 0 && errno != EINTR)
			return -1;
		d->len += n > 0 ? (size_t)n : 0;
		if (d->len > SCRIPT_MAX) {
			errno = EFBIG;
			return -1;
		}
	}
	d->script[d->len] = '\0';
	return 0;
}

void
drawing_free(struct drawing *d)
{
	free(d->script);
	*d = (struct drawing){0};
}
