/* SPDX-License-Identifier: MIT */
/* A table of features becomes a dataset whose numbers are in range, or is refused with a reason. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "train/dataset.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check(const struct dataset *d)
{
	if (d->n_classes < 2 || d->n_rows == 0 || d->n_tracks == 0 || d->n_tracks > d->n_rows)
		abort();
	for (size_t i = 0; i < d->n_rows; i++) {
		if (d->label[i] >= d->n_classes || d->track[i] >= d->n_tracks ||
		    d->group[i] >= d->n_groups)
			abort();
	}
	for (size_t i = 0; i < d->n_rows * d->n_features; i++) {
		if (!isfinite(d->table->values[i]))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct csv_reader *csv = csv_reader_new(input_from_memory(data, len, "fuzz"));
	struct feature_table *t = feature_table_read(csv, &(struct role_names){0});
	char error[256] = "";
	struct dataset *d;

	if (t == NULL) {
		if (*csv_error(csv) == '\0')
			abort();
		csv_reader_free(csv);
		return 0;
	}
	d = dataset_new(t, error, sizeof(error));
	if ((d == NULL) != (*error != '\0'))
		abort();
	if (d != NULL)
		check(d);
	dataset_free(d);
	feature_table_free(t);
	csv_reader_free(csv);
	return 0;
}
