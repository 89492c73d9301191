/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "cli/cli.h"
#include "io/input.h"
#include "io/pipe.h"
#include "io/stream.h"
#include "cutter.h"
#include "raw.h"

#define WINDOW 0.2
#define OVERLAP 0.5
#define SECONDS_MAX 3600

struct options {
	struct cutter_options cut;
	struct raw_format raw; /* rate 0: read a stream */
	const char *id, *output;
	bool crc;
};

static const char *
parse_raw(const char *arg, void *to)
{
	return raw_parse(arg, to);
}

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {0, "window", "F", "length of a segment, as a fraction of the track", CLI_NUMBER,
	AT(cut.cut.window), CLI_STRING(WINDOW), 1e-6, 1},
    {0, "overlap", "F", "how much segments share, as a fraction of one", CLI_NUMBER,
	AT(cut.cut.overlap), CLI_STRING(OVERLAP), 0, 0.999},
    {0, "seconds", "S", "length of a segment in seconds, for endless input", CLI_NUMBER,
	AT(cut.cut.seconds), NULL, 1e-3, SECONDS_MAX},
    {0, "hop", "S", "from one start to the next, in seconds (default: --seconds)", CLI_NUMBER,
	AT(cut.cut.hop), NULL, 1e-3, SECONDS_MAX},
    {0, "raw", "RATE:CH", "read bare float samples, little endian, of that rate and channels",
	CLI_PARSE, AT(raw), .parse = parse_raw},
    {0, "id", "NAME", "with --raw: what to call the track", CLI_TEXT, AT(id), "-"},
    CLI_CRC(AT(crc)),
    CLI_KEEP_GOING(AT(cut.keep_going)),
    CLI_OUTPUT(AT(output)),
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-split",
    .operands = "[FILE]",
    .max_operands = 1,
    .summary = "Cuts the tracks of a stream into overlapping segments.",
    .example = "mgc-decode song.mp3 | mgc-split --seconds 6 --hop 3 | mgc-featurize",
    .options = option_table,
};

static struct options
parse_options(int argc, char **argv)
{
	struct options o = {0};
	struct cut *cut = &o.cut.cut;

	cli_parse(&program, argc, argv, &o);
	if ((cli_given(offsetof(struct options, cut.cut.window)) ||
		cli_given(offsetof(struct options, cut.cut.overlap))) &&
	    (cut->seconds > 0 || cut->hop > 0))
		cli_usage("cut by fraction (--window, --overlap) or by time (--seconds, --hop), "
			  "not both");
	if (cut->hop > 0 && cut->seconds <= 0)
		cli_usage("--hop: needs --seconds");
	if (cut->seconds > 0 && cut->hop <= 0)
		cut->hop = cut->seconds;
	if (*o.id == '\0')
		cli_usage("--id: a name has at least one character");
	return o;
}

static void
say(const char *text)
{
	warn("%s", text);
}

int
main(int argc, char **argv)
{
	struct options o = parse_options(argc, argv);
	struct input *in = cli_input("pipe mgc-decode into it");
	struct cutter *cutter;
	FILE *file;
	long n_failed;

	if (o.output == NULL)
		cli_refuse_terminal(STDOUT_FILENO, "pipe it into mgc-featurize or use -o FILE");
	file = cli_output(o.output);
	pipe_widen(STDIN_FILENO);
	pipe_widen(fileno(file));
	input_before_wait(in, cli_flush, file);
	o.cut.remark = say;
	cutter = cutter_new(&o.cut, stream_writer_new(file, o.crc));
	n_failed = o.raw.rate > 0 ? cutter_take_raw(cutter, raw_reader_new(in, &o.raw, o.id))
				  : cutter_take_stream(cutter, stream_reader_new(in));
	if (n_failed < 0)
		die("%s", cutter_error(cutter));
	cutter_free(cutter);
	return cli_finish(n_failed > 0 ? EXIT_SKIPPED : EXIT_SUCCESS);
}
