/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "tables/roles.h"

static bool
end_row(struct log *log)
{
	csv_end_row(&log->csv);
	return fflush(log->csv.file) == 0;
}

bool
log_open(struct log *log, const char *path)
{
	*log = (struct log){.csv.file = path != NULL ? fopen(path, "ae") : NULL};
	if (log->csv.file == NULL)
		return path == NULL;
	csv_put(&log->csv, ROLE_TRACK);
	csv_put(&log->csv, "status");
	return end_row(log);
}

bool
log_put(struct log *log, const char *path, enum track_result result, const char *error)
{
	char *failed;

	if (log->csv.file == NULL)
		return true;
	csv_put(&log->csv, path);
	if (result == TRACK_FAILED) {
		failed = xasprintf("failed: %s", error);
		csv_put(&log->csv, failed);
		free(failed);
	} else {
		csv_put(&log->csv, result == TRACK_DONE ? "ok" : "no music");
	}
	return end_row(log);
}

void
log_close(struct log *log)
{
	csv_writer_clear(&log->csv);
	if (log->csv.file != NULL)
		fclose(log->csv.file);
}
