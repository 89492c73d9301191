/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <limits.h>
#include <stdint.h>

#include "cli/cli.h"

#define RATE 22050
#define RATE_MIN 1000
#define SECONDS_MAX 1e9

#define AT(field) CLI_AT(struct decode_options, field)

static const struct cli_option option_table[] = {
    {0, "labels", "[=WHAT]", "label tracks: parent (folder, default), top, N, tag or a list FILE",
	CLI_PARSE, AT(track.labels), .parse = label_rule_parse},
    {0, "artist-folder", "N", "the artist is the N-th folder below the operand", CLI_INTEGER,
	AT(track.artist_folder), NULL, 1, FOLDERS_MAX},
    {0, "rate", "HZ", "sample rate of the output", CLI_INTEGER, AT(track.rate), CLI_STRING(RATE),
	RATE_MIN, STREAM_RATE_MAX},
    {0, "start", "S", "leave out the first S seconds of each track", CLI_NUMBER, AT(start_s), "0",
	0, SECONDS_MAX},
    {0, "duration", "S", "take at most S seconds of each track", CLI_NUMBER, AT(duration_s), NULL,
	0, SECONDS_MAX},
    {0, "excerpt", "S", "take S seconds from the middle of each track", CLI_NUMBER, AT(excerpt_s),
	NULL, 0, SECONDS_MAX},
    {0, "max-samples", "N", "take at most N samples of each track", CLI_INTEGER,
	AT(track.max_samples), NULL, 1, (double)INT64_MAX},
    {0, "files0-from", "FILE", "read the names of files from FILE, each ended by a NUL byte",
	CLI_TEXT, AT(files_from)},
    {0, "list", NULL, "print what would be decoded, with size and time, and decode nothing",
	CLI_FLAG, AT(list)},
    {0, "tags", NULL, "print path, artist, title and genre of each file, and decode nothing",
	CLI_FLAG, AT(track.tags_alone)},
    {0, "log", "FILE", "add a row to FILE for each file that is done: track, status", CLI_TEXT,
	AT(log)},
    {0, "id", "NAME", "call the one track NAME (default: its path)", CLI_TEXT, AT(track.id)},
    {0, "raw", NULL, "write bare float samples, little endian, without a stream", CLI_FLAG,
	AT(track.raw)},
    {0, "strict", NULL, "refuse a file that lacks a little at its end", CLI_FLAG, AT(track.strict)},
    CLI_CRC(AT(crc)),
    CLI_KEEP_GOING(AT(keep_going)),
    CLI_OUTPUT(AT(output)),
    CLI_QUIET(AT(quiet)),
    CLI_VERBOSE(AT(verbose)),
    CLI_NO_SANDBOX(AT(no_sandbox)),
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-decode",
    .operands = "[FILE|DIR]...",
    .max_operands = INT_MAX,
    .summary = "Turns audio files into a stream of mono samples.",
    .example = "mgc-decode song.mp3 | mgc-featurize",
    .options = option_table,
};

struct decode_options
decode_options_parse(int argc, char **argv)
{
	struct decode_options o = {
	    .track = {.max_samples = INT64_MAX}, .duration_s = -1, .excerpt_s = -1};

	cli_parse(&program, argc, argv, &o);
	if (o.track.id != NULL && *o.track.id == '\0')
		cli_usage("--id: a name has at least one character");
	o.track.skip = (int64_t)(o.start_s * (double)o.track.rate);
	if (o.duration_s >= 0 && o.duration_s * (double)o.track.rate < (double)o.track.max_samples)
		o.track.max_samples = (int64_t)(o.duration_s * (double)o.track.rate);
	if (o.excerpt_s >= 0) {
		if (o.start_s > 0 || o.duration_s >= 0)
			cli_usage("--excerpt: the middle is taken, not a --start or --duration");
		o.track.excerpt = (int64_t)(o.excerpt_s * (double)o.track.rate);
		if (o.track.excerpt < 1)
			cli_usage("--excerpt: less than one sample");
	}
	if (o.track.max_samples < 1)
		cli_usage("--duration: less than one sample");
	return o;
}
