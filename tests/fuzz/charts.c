/* SPDX-License-Identifier: MIT */
/* Any table is drawn, as text and as a script for gnuplot, or refused with a reason. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/chart.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* all rows into one chart, as text or as a script */
static void
draw(const struct chart *chart, const uint8_t *data, size_t len, FILE *out, bool as_text)
{
	struct csv_reader *csv = csv_reader_new(input_from_memory(data, len, "fuzz"));
	struct chart_request request = {.max_tracks = 3};
	struct text text = {.out = out, .columns = 40, .utf8 = true, .top = 3};
	struct page page = {.script = out, .format = PAGE_SVG};
	void *state = NULL;

	if (csv_read_header(csv) == 0 && chart->reads(csv)) {
		request.argument =
		    chart->argument != NULL ? csv_name(csv, csv_n_columns(csv) - 1) : NULL;
		state = chart->create(csv, &request);
	}
	if (state != NULL && chart_gather(chart, state, csv, as_text ? &text : NULL) == 0) {
		if (!as_text)
			chart->draw(state, &page);
		else if (chart->write != NULL)
			chart->write(state, &text);
	} else if (state != NULL && *csv_error(csv) == '\0') {
		abort();
	}
	if (state != NULL)
		chart->free(state);
	csv_reader_free(csv);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	for (size_t i = 0; charts[i] != NULL; i++) {
		for (int as_text = 0; as_text < 2; as_text++) {
			char *out = NULL;
			size_t out_len;
			FILE *f = open_memstream(&out, &out_len);

			if (f == NULL)
				abort();
			draw(charts[i], data, len, f, as_text != 0);
			fclose(f);
			free(out);
		}
	}
	return 0;
}
