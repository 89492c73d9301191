/* SPDX-License-Identifier: MIT */
#include "features/patches.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

void
patches_init(struct patches *p, size_t n_columns)
{
	*p = (struct patches){
	    .n_columns = n_columns,
	    .sum = xcalloc(n_columns, sizeof(*p->sum)),
	    .row = xcalloc(n_columns, sizeof(*p->row)),
	};
}

void
patches_clear(struct patches *p)
{
	free(p->sum);
	free(p->row);
}

void
patches_reset(struct patches *p)
{
	p->n = 0;
	memset(p->sum, 0, p->n_columns * sizeof(*p->sum));
}

void
patches_divert(struct patches *p, feature_patch_sink *take, void *user)
{
	p->take = take;
	p->user = user;
}

void
patches_add(struct patches *p, void *extractor,
    void (*compute)(void *extractor, const float *patch, double *row), const float *patch)
{
	p->n++;
	if (p->take != NULL) {
		p->take(p->user, patch);
		return;
	}
	compute(extractor, patch, p->row);
	for (size_t i = 0; i < p->n_columns; i++)
		p->sum[i] += p->row[i];
}

void
patches_mean(const struct patches *p, double *row)
{
	for (size_t i = 0; i < p->n_columns && p->take == NULL; i++)
		row[i] = p->sum[i] / (double)p->n;
}

void
patches_row(const struct feature_column *columns, size_t n_columns, int first_tag,
    const float *embedding, const float *logits, double *row)
{
	for (size_t i = 0; i < n_columns; i++) {
		int source = columns[i].source;

		row[i] = source < first_tag ? (double)embedding[source]
					    : 1 / (1 + exp(-(double)logits[source - first_tag]));
	}
}
