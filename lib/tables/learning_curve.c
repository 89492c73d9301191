/* SPDX-License-Identifier: MIT */
#include "tables/learning_curve.h"

#include "tables/field.h"

bool
learning_curve_find(const struct csv_reader *csv, struct learning_curve_columns *columns)
{
	*columns = (struct learning_curve_columns){
	    .series = csv_find(csv, "series"),
	    .songs = csv_find(csv, "songs"),
	    .accuracy = csv_find(csv, "accuracy"),
	    .error = csv_find(csv, "error"),
	};
	return columns->series >= 0 && columns->songs >= 0 && columns->accuracy >= 0;
}

int
learning_curve_parse(struct csv_reader *csv, const struct learning_curve_columns *columns,
    struct learning_curve_point *p)
{
	*p = (struct learning_curve_point){.series = field_text(csv, columns->series)};
	if (field_number(csv, columns->songs, &p->songs) != 0 ||
	    field_number(csv, columns->accuracy, &p->accuracy) != 0 ||
	    field_check_share(csv, columns->accuracy, p->accuracy) != 0 ||
	    field_optional(csv, columns->error, &p->error) < 0)
		return -1;
	return columns->error >= 0 ? field_check_share(csv, columns->error, p->error) : 0;
}
