/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/num.h"
#include "cli/cli.h"
#include "io/input.h"
#include "io/stream.h"
#include "cutter.h"
#include "raw.h"

#define WINDOW 0.2
#define OVERLAP 0.5
#define SECONDS_MAX 3600

enum {
	KEY_WINDOW = CLI_LONG,
	KEY_OVERLAP,
	KEY_SECONDS,
	KEY_HOP,
	KEY_RAW,
	KEY_ID,
	KEY_CRC,
};

static const struct cli_option option_table[] = {
	{KEY_WINDOW, "window", "F", "length of a segment, as a fraction of the track (default "
	    CLI_STRING(WINDOW) ")"},
	{KEY_OVERLAP, "overlap", "F", "how much segments share, as a fraction of one (default "
	    CLI_STRING(OVERLAP) ")"},
	{KEY_SECONDS, "seconds", "S", "length of a segment in seconds, for endless input"},
	{KEY_HOP, "hop", "S", "from one start to the next, in seconds (default: --seconds)"},
	{KEY_RAW, "raw", "RATE:CH", "read bare float samples, little endian, of that rate and channels"},
	{KEY_ID, "id", "NAME", "with --raw: what to call the track (default -)"},
	{KEY_CRC, "crc", NULL, "add checksums, for a stream that is kept"},
	CLI_OPTION_KEEP_GOING,
	CLI_OPTION_OUTPUT,
	CLI_OPTION_END,
};

static const struct cli_program program = {
	.name = "mgc-split",
	.operands = "[FILE]",
	.summary = "Cuts the tracks of a stream into overlapping segments.",
	.example = "mgc-decode song.mp3 | mgc-split --seconds 6 --hop 3 | mgc-featurize",
	.options = option_table,
};

struct options {
	struct cutter_options cut;
	struct raw_format raw; /* rate 0: read a stream */
	const char *id, *output;
	bool crc;
};

static struct options
parse_options(int argc, char **argv)
{
	struct options o = {.id = "-", .cut.cut = {.window = WINDOW, .overlap = OVERLAP}};
	bool by_fraction = false;
	const char *why;
	int key;

	while ((key = cli_next(argc, argv)) != -1) {
		switch (key) {
		case KEY_WINDOW: o.cut.cut.window = cli_double("window", 1e-6, 1); by_fraction = true; break;
		case KEY_OVERLAP: o.cut.cut.overlap = cli_double("overlap", 0, 0.999); by_fraction = true; break;
		case KEY_SECONDS: o.cut.cut.seconds = cli_double("seconds", 1e-3, SECONDS_MAX); break;
		case KEY_HOP: o.cut.cut.hop = cli_double("hop", 1e-3, SECONDS_MAX); break;
		case KEY_RAW:
			if ((why = raw_parse(optarg, &o.raw)) != NULL)
				cli_usage("--raw: '%s': %s", optarg, why);
			break;
		case KEY_ID: o.id = optarg; break;
		case KEY_CRC: o.crc = true; break;
		case 'k': o.cut.keep_going = true; break;
		case 'o': o.output = optarg; break;
		}
	}
	if (argc - optind > 1)
		cli_usage("one input at most");
	if (by_fraction && (o.cut.cut.seconds > 0 || o.cut.cut.hop > 0))
		cli_usage("cut by fraction (--window, --overlap) or by time (--seconds, --hop), not both");
	if (o.cut.cut.hop > 0 && o.cut.cut.seconds <= 0)
		cli_usage("--hop: needs --seconds");
	if (o.cut.cut.seconds > 0 && o.cut.cut.hop <= 0)
		o.cut.cut.hop = o.cut.cut.seconds;
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
	struct options o;
	struct input *in;
	struct cutter *cutter;
	FILE *file;
	long n_failed;

	cli_init(&program);
	o = parse_options(argc, argv);
	in = input_open(argv[optind]);
	if (in == NULL)
		die("%s:", argv[optind]);
	if (argv[optind] == NULL)
		cli_refuse_terminal(STDIN_FILENO, "pipe mgc-decode into it");
	if (o.output == NULL)
		cli_refuse_terminal(STDOUT_FILENO, "pipe it into mgc-featurize or use -o FILE");
	file = cli_output(o.output);
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
