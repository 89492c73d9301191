/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "sniff.h"
#include "track.h"
#include "walk.h"

#define RATE 22050
#define RATE_MIN 1000
#define SECONDS_MAX 1e9

enum {
	KEY_LABELS = CLI_LONG,
	KEY_RATE,
	KEY_START,
	KEY_DURATION,
	KEY_MAX_SAMPLES,
	KEY_ID,
	KEY_RAW,
	KEY_CRC,
};

static const struct cli_option option_table[] = {
	{KEY_LABELS, "labels", NULL, "label each track with the name of its folder"},
	{KEY_RATE, "rate", "HZ", "sample rate of the output (default " CLI_STRING(RATE) ")"},
	{KEY_START, "start", "S", "leave out the first S seconds of each track (default 0)"},
	{KEY_DURATION, "duration", "S", "take at most S seconds of each track (default all)"},
	{KEY_MAX_SAMPLES, "max-samples", "N", "take at most N samples of each track (default all)"},
	{KEY_ID, "id", "NAME", "call the one track NAME (default: its path)"},
	{KEY_RAW, "raw", NULL, "write bare float samples, little endian, without a stream"},
	{KEY_CRC, "crc", NULL, "add checksums, for a stream that is kept"},
	CLI_OPTION_KEEP_GOING,
	CLI_OPTION_OUTPUT,
	CLI_OPTION_QUIET,
	CLI_OPTION_VERBOSE,
	CLI_OPTION_END,
};

static const struct cli_program program = {
	.name = "mgc-decode",
	.operands = "[FILE|DIR]...",
	.summary = "Turns audio files into a stream of mono samples.",
	.example = "mgc-decode song.mp3 | mgc-featurize",
	.options = option_table,
};

struct options {
	struct track_options track;
	double start_s, duration_s;
	const char *output;
	bool crc, keep_going, quiet, verbose;
};

static struct options
parse_options(int argc, char **argv)
{
	struct options o = {.track = {.rate = RATE, .max_samples = INT64_MAX}, .duration_s = -1};
	int key;

	while ((key = cli_next(argc, argv)) != -1) {
		switch (key) {
		case KEY_LABELS: o.track.with_label = true; break;
		case KEY_RATE: o.track.rate = (long)cli_int("rate", RATE_MIN, STREAM_RATE_MAX); break;
		case KEY_START: o.start_s = cli_double("start", 0, SECONDS_MAX); break;
		case KEY_DURATION: o.duration_s = cli_double("duration", 0, SECONDS_MAX); break;
		case KEY_MAX_SAMPLES: o.track.max_samples = cli_int("max-samples", 1, INT64_MAX); break;
		case KEY_ID: o.track.id = optarg; break;
		case KEY_RAW: o.track.raw = true; break;
		case KEY_CRC: o.crc = true; break;
		case 'k': o.keep_going = true; break;
		case 'o': o.output = optarg; break;
		case 'q': o.quiet = true; break;
		case 'v': o.verbose = true; break;
		}
	}
	if (o.track.id != NULL && *o.track.id == '\0')
		cli_usage("--id: a name has at least one character");
	o.track.skip = (int64_t)(o.start_s * (double)o.track.rate);
	if (o.duration_s >= 0 && o.duration_s * (double)o.track.rate < (double)o.track.max_samples)
		o.track.max_samples = (int64_t)(o.duration_s * (double)o.track.rate);
	if (o.track.max_samples < 1)
		cli_usage("--duration: less than one sample");
	return o;
}

/* the files that the operands name; *n_failed counts operands and folders that cannot be read */
static struct walk
find_files(int n, char **operands, const struct options *o, long *n_failed)
{
	struct walk w = {0};

	for (int i = 0; i < n; i++) {
		if (walk_add(&w, operands[i]) == 0)
			continue;
		if (!o->keep_going)
			die("%s", w.error);
		warn("%s", w.error);
		++*n_failed;
	}
	if (n == 0) {
		cli_refuse_terminal(STDIN_FILENO, "name a file or folder, or pipe one in");
		walk_add(&w, "-");
	}
	if (o->track.id != NULL && w.n_files > 1)
		cli_usage("--id: there are %zu tracks to name", w.n_files);
	return w;
}

/* Decodes all files. Returns how many failed; *n_done counts those that did not. */
static long
decode_all(const struct walk *w, const struct options *o, struct stream_writer *out, long *n_done)
{
	char error[SOURCE_ERROR_LEN];
	long n_failed = 0;

	for (size_t i = 0; i < w->n_files; i++) {
		const struct walk_file *f = &w->files[i];
		const char *name = strcmp(f->path, "-") == 0 ? "<stdin>" : f->path;
		enum track_result result;

		progress_show((long)i, (long)w->n_files, "%s", f->path);
		result = track_decode(f, &o->track, out, error);
		if (result == TRACK_DONE) {
			++*n_done;
			continue;
		}
		progress_clear();
		/* a folder of music holds covers and lists too: they are no failed tracks */
		if (result == TRACK_NO_AUDIO && f->found && !sniff_is_audio_name(f->path)) {
			if (o->verbose)
				warn("%s: passed over: %s", name, error);
			continue;
		}
		if (!o->keep_going)
			die("%s: %s", name, error);
		warn("%s: %s", name, error);
		n_failed++;
	}
	progress_clear();
	return n_failed;
}

int
main(int argc, char **argv)
{
	struct options o;
	struct stream_writer *out;
	struct walk w;
	FILE *file;
	long n_unread = 0, n_failed, n_done = 0;

	cli_init(&program);
	o = parse_options(argc, argv);
	if (o.output == NULL)
		cli_refuse_terminal(STDOUT_FILENO, "pipe it into mgc-featurize or use -o FILE");
	w = find_files(argc - optind, argv + optind, &o, &n_unread);
	file = cli_output(o.output);
	o.track.file = file;
	progress_init(o.quiet || w.n_files < 2);
	out = stream_writer_new(file, o.crc);
	n_failed = n_unread + decode_all(&w, &o, out, &n_done);
	if (n_done == 0 && n_failed == 0)
		die("%s: no audio in it", argc > optind ? argv[optind] : "<stdin>");
	if (!o.track.raw)
		stream_write_eos(out, n_failed);
	stream_writer_free(out);
	walk_free(&w);
	return cli_finish(n_failed > 0 ? EXIT_SKIPPED : EXIT_SUCCESS);
}
