/* SPDX-License-Identifier: MIT */
/* Lists the records of an MGC1 stream, a line each, payloads by their length; checks nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "io/input.h"
#include "io/stream_record.h"

int
main(int argc, char **argv)
{
	struct input *in = input_open(argc > 1 ? argv[1] : NULL);
	static struct stream_record record;
	size_t len = 0;
	int c;

	die_set_program("mgcdump");
	if (in == NULL)
		die("%s:", argv[1]);
	while ((c = input_getc(in)) != EOF) {
		const char *last;

		if (c != '\n') {
			if (len == STREAM_LINE_MAX)
				die("not an MGC1 stream");
			record.text[len++] = (char)c;
			continue;
		}
		record.text[len] = '\0';
		len = 0;
		puts(record.text);
		last = strrchr(record.text, ' ');
		if (last != NULL && strncmp(last, " n=", 3) == 0) {
			size_t n = strtoul(last + 3, NULL, 10);

			if (input_skip(in, n) < n)
				die("cut short within a payload");
		}
	}
	input_close(in);
	return len > 0;
}
