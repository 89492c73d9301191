/* SPDX-License-Identifier: MIT */
#include "tables/roles.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "tables/field.h"

/* marks the columns of a list of names; 0, or -1 with csv_error */
static int
mark_ids(struct csv_reader *r, const char *list, bool *is_id)
{
	char *copy = xstrdup(list), *rest = copy;
	int rc = 0;

	while (rc == 0 && rest != NULL) {
		char *name = rest, *comma = strchr(rest, ',');
		long column;

		if (comma != NULL)
			*comma++ = '\0';
		rest = comma;
		column = csv_find(r, name);
		if (column >= 0)
			is_id[column] = true;
		else
			rc = csv_fail(r, "no column '%.80s', which --id names", name);
	}
	free(copy);
	return rc;
}

/* the column of a role; a name that the user gave must be there */
static int
find(struct csv_reader *r, const char *given, const char *usual, const char *option, long *column)
{
	*column = csv_find(r, given != NULL ? given : usual);
	if (given != NULL && *column < 0)
		return csv_fail(r, "no column '%.80s', which --%s names", given, option);
	return 0;
}

void
roles_guard(struct csv_reader *r)
{
	if (csv_find(r, ROLE_FRONT_END) >= 0 || csv_find(r, ROLE_SCALER) >= 0)
		csv_must_end(r);
}

int
roles_find(struct csv_reader *r, const struct role_names *names, struct roles *roles)
{
	size_t n = csv_n_columns(r);
	bool *is_id = xcalloc(n, sizeof(*is_id));
	long *known[] = {&roles->track, &roles->segment, &roles->start, &roles->label,
	    &roles->group, &roles->artist, &roles->copy, &roles->front_end, &roles->scaler};
	int rc;

	memset(roles, 0, sizeof(*roles));
	roles->track = csv_find(r, ROLE_TRACK);
	roles->segment = csv_find(r, ROLE_SEGMENT);
	roles->start = csv_find(r, ROLE_START);
	roles->artist = csv_find(r, ROLE_ARTIST);
	roles->copy = csv_find(r, ROLE_COPY);
	roles->front_end = csv_find(r, ROLE_FRONT_END);
	roles->scaler = csv_find(r, ROLE_SCALER);
	rc = find(r, names->label, ROLE_LABEL, "label", &roles->label);
	if (rc == 0)
		rc = find(r, names->group, ROLE_TRACK, "group", &roles->group);
	if (rc == 0 && names->ids != NULL)
		rc = mark_ids(r, names->ids, is_id);
	for (size_t i = 0; rc == 0 && i < sizeof(known) / sizeof(known[0]); i++) {
		if (*known[i] >= 0)
			is_id[*known[i]] = true;
	}
	roles_guard(r);
	if (csv_find(r, "") >= 0)
		is_id[csv_find(r, "")] = true; /* numbers or names of rows */
	if (rc == 0 && csv_find(r, ROLE_LABEL) >= 0)
		is_id[csv_find(r, ROLE_LABEL)] = true; /* even when another column plays its role */
	roles->features = xcalloc(n, sizeof(*roles->features));
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (!is_id[i] &&
		    (names->features == NULL || fnmatch(names->features, csv_name(r, i), 0) == 0))
			roles->features[roles->n_features++] = i;
	}
	free(is_id);
	if (rc == 0 && names->features != NULL && roles->n_features == 0)
		rc = csv_fail(
		    r, "no column is like '%.80s', which --features asks for", names->features);
	return rc;
}

void
roles_free(struct roles *roles)
{
	free(roles->features);
	roles->features = NULL;
}

int
roles_same_front_end(struct csv_reader *r, long column, char **all, enum piece *piece)
{
	const char *field = field_text(r, column);
	size_t len;

	*piece = front_end_piece(field, &len);
	if (column < 0)
		return 0;
	if (*all == NULL)
		*all = xasprintf("%.*s", (int)len, field);
	else if (strlen(*all) != len || strncmp(*all, field, len) != 0)
		return csv_fail(r, "column %.40s: '%.80s', but '%.80s' in the rows before",
		    csv_name(r, (size_t)column), field, *all);
	return 0;
}

int
roles_same(struct csv_reader *r, long column, char **all)
{
	const char *field = field_text(r, column);

	if (column < 0)
		return 0;
	if (*all == NULL)
		*all = xstrdup(field);
	else if (strcmp(*all, field) != 0)
		return csv_fail(r, "column %.40s: '%.80s', but '%.80s' in the rows before",
		    csv_name(r, (size_t)column), field, *all);
	return 0;
}
