/* SPDX-License-Identifier: MIT */
/* JSON is parsed, walked and printed; the print parses too. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "model/front_end_json.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
walk(const struct json *v)
{
	uint64_t n;
	double x;

	if (json_number(v, &x) && json_uint(v, &n) && (double)n != x)
		abort();
	if (json_string(v) != NULL)
		(void)strlen(json_string(v));
	for (const struct json *m = json_first(v); m != NULL; m = json_next(m)) {
		if (json_is_object(v) && json_get(v, json_name(m)) == NULL)
			abort();
		walk(m);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct json *v = json_parse((const char *)data, len), *back;
	struct front_end f;
	char *text;

	if (v == NULL)
		return 0;
	walk(v);
	if (front_end_from_json(v, &f) == NULL) {
		text = front_end_options(&f, "split");
		if (strspn(text, "-abcdefghijklmnopqrstuvwxyz0123456789.+ ") != strlen(text))
			abort();
		free(text);
	}
	text = json_print(v, len % 2);
	back = json_parse(text, strlen(text));
	if (back == NULL)
		abort();
	json_free(back);
	json_free(v);
	free(text);
	return 0;
}
