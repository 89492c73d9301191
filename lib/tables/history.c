/* SPDX-License-Identifier: MIT */
#include "tables/history.h"

#include "tables/field.h"

#define EPOCH "epoch"
#define LOSS "loss"
#define ACCURACY "accuracy"
#define VAL_LOSS "val_loss"
#define VAL_ACCURACY "val_accuracy"

void
history_write_header(FILE *f)
{
	fputs(EPOCH "," LOSS "," ACCURACY "," VAL_LOSS "," VAL_ACCURACY "\n", f);
}

void
history_write(FILE *f, size_t epoch, const struct metrics *train, const struct metrics *validation)
{
	fprintf(f, "%zu,%.9g,%.9g,", epoch, metrics_loss(train), metrics_accuracy(train));
	if (validation != NULL)
		fprintf(f, "%.9g,%.9g\n", metrics_loss(validation), metrics_accuracy(validation));
	else
		fputs(",\n", f);
}

bool
history_find(const struct csv_reader *csv, struct history_columns *columns)
{
	*columns = (struct history_columns){
	    .epoch = csv_find(csv, EPOCH),
	    .loss = csv_find(csv, LOSS),
	    .accuracy = csv_find(csv, ACCURACY),
	    .val_loss = csv_find(csv, VAL_LOSS),
	    .val_accuracy = csv_find(csv, VAL_ACCURACY),
	};
	return columns->epoch >= 0 && columns->loss >= 0 && columns->accuracy >= 0;
}

int
history_parse(
    struct csv_reader *csv, const struct history_columns *columns, struct history_epoch *e)
{
	int has_loss, has_accuracy;

	if (field_number(csv, columns->epoch, &e->epoch) != 0 ||
	    field_number(csv, columns->loss, &e->loss) != 0 ||
	    field_number(csv, columns->accuracy, &e->accuracy) != 0 ||
	    field_check_share(csv, columns->accuracy, e->accuracy) != 0)
		return -1;
	has_loss = field_optional(csv, columns->val_loss, &e->val_loss);
	has_accuracy =
	    has_loss < 0 ? -1 : field_optional(csv, columns->val_accuracy, &e->val_accuracy);
	if (has_accuracy < 0)
		return -1;
	e->has_validation = has_loss == 1 && has_accuracy == 1;
	return e->has_validation ? field_check_share(csv, columns->val_accuracy, e->val_accuracy)
				 : 0;
}
