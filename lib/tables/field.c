/* SPDX-License-Identifier: MIT */
#include "tables/field.h"

const char *
field_text(const struct csv_reader *csv, long column)
{
	return column >= 0 ? csv_field(csv, (size_t)column) : "";
}

int
field_number(struct csv_reader *csv, long column, double *out)
{
	if (csv_number(csv, (size_t)column, out) != 0)
		return -1;
	if (*out >= -FIELD_NUMBER_MAX && *out <= FIELD_NUMBER_MAX)
		return 0;
	return csv_fail(csv, "column %.80s: '%.40s' is too large to draw",
	    csv_name(csv, (size_t)column), csv_field(csv, (size_t)column));
}

int
field_optional(struct csv_reader *csv, long column, double *out)
{
	if (*field_text(csv, column) == '\0')
		return 0;
	return field_number(csv, column, out) == 0 ? 1 : -1;
}

int
field_check_share(struct csv_reader *csv, long column, double x)
{
	if (x >= 0 && x <= 1)
		return 0;
	return csv_fail(
	    csv, "column %.80s: %.9g is not in the range 0 to 1", csv_name(csv, (size_t)column), x);
}
