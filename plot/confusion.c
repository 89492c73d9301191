/* SPDX-License-Identifier: MIT */
#include "confusion.h"

#include <stdlib.h>

#include "base/xmalloc.h"

int
confusion_read(struct confusion *c, struct table *t)
{
	struct table_prediction row;
	int rc;

	*c = (struct confusion){0};
	c->classes = table_classes(t);
	c->n_classes = table_n_classes(t);
	c->n_true = c->n_classes;
	c->counts = xcalloc((c->n_classes + 1) * c->n_classes, sizeof(*c->counts));
	while ((rc = table_next_prediction(t, &row)) > 0) {
		long class = table_find_class(t, row.label);
		size_t true_row = class >= 0 ? (size_t)class : c->n_classes;

		if (*row.label == '\0')
			continue;
		if (class < 0)
			c->n_true = c->n_classes + 1;
		c->counts[true_row * c->n_classes + row.predicted]++;
		c->n_rows++;
		c->n_right += true_row == row.predicted;
		c->segments |= *row.segment != '\0';
	}
	if (rc == 0 && c->n_rows == 0)
		return table_fail(t, "no row has a label: nothing to compare the predictions with");
	return rc;
}

void
confusion_free(struct confusion *c)
{
	free(c->counts);
}

const char *
confusion_name(const struct confusion *c, size_t row)
{
	return row < c->n_classes ? c->classes[row] : CONFUSION_OTHER;
}

long
confusion_count(const struct confusion *c, size_t row, size_t predicted)
{
	return c->counts[row * c->n_classes + predicted];
}

long
confusion_support(const struct confusion *c, size_t row)
{
	long sum = 0;

	for (size_t i = 0; i < c->n_classes; i++)
		sum += confusion_count(c, row, i);
	return sum;
}
