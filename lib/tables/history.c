/* SPDX-License-Identifier: MIT */
#include "tables/history.h"

void
history_write_header(FILE *f)
{
	fputs("epoch,loss,accuracy,val_loss,val_accuracy\n", f);
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
