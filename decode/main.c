/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/worker.h"
#include "errand.h"
#include "log.h"
#include "track.h"
#include "walk.h"

#define RATE 22050
#define RATE_MIN 1000
#define SECONDS_MAX 1e9

struct options {
	struct track_options track;
	double start_s, duration_s, excerpt_s;
	const char *output, *files_from, *log;
	bool list, crc, keep_going, quiet, verbose, no_sandbox;
};

#define AT(field) CLI_AT(struct options, field)

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

static struct options
parse_options(int argc, char **argv)
{
	struct options o = {.track = {.max_samples = INT64_MAX}, .duration_s = -1, .excerpt_s = -1};

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

/* the files that the operands name, or the list */
static struct walk
find_files(const struct options *o)
{
	struct walk w = {0};
	char *why;

	if (o->files_from != NULL && cli_n_operands() > 0)
		cli_usage("--files0-from: names stand in the list, not beside it");
	why = o->files_from != NULL ? walk_add_list(&w, o->files_from) : NULL;
	if (why != NULL)
		die("%s", why);
	for (int i = 0; i < cli_n_operands(); i++)
		walk_add(&w, cli_operand(i));
	for (size_t i = 0; i < w.n_errors; i++) {
		if (!o->keep_going)
			die("%s", w.errors[i]);
		warn("%s", w.errors[i]);
	}
	if (cli_n_operands() == 0 && o->files_from == NULL) {
		cli_refuse_terminal(STDIN_FILENO, "name a file or folder, or pipe one in");
		walk_add(&w, "-");
	}
	if (o->track.id != NULL && w.n_files > 1)
		cli_usage("--id: there are %zu tracks to name", w.n_files);
	return w;
}

/* what decoding is about: its files, and where it writes */
struct job {
	const struct options *o;
	struct walk w;
	struct log log;
};

/* Decodes all files. Returns how many failed; *n_done counts those that did not. */
static long
decode_all(struct job *job, struct stream_writer *out, long *n_done)
{
	const struct options *o = job->o;
	char error[SOURCE_ERROR_LEN];
	long n_failed = 0;

	for (size_t i = 0; i < job->w.n_files; i++) {
		const struct walk_file *f = &job->w.files[i];
		const char *name = strcmp(f->path, "-") == 0 ? "<stdin>" : f->path;
		enum track_result result;

		progress_show((long)i, (long)job->w.n_files, "%s", f->path);
		result = track_decode(f, errand_open(i), &o->track, out, error);
		if (!log_put(&job->log, f->path, result, error))
			die("%s:", o->log);
		if (result == TRACK_DONE)
			++*n_done;
		if (result == TRACK_DONE && (*error == '\0' || o->quiet))
			continue;
		progress_clear();
		if (result == TRACK_DONE) {
			warn("%s: taken as it is: %s", name, error);
			continue;
		}
		/* a folder of music holds covers and lists too: they are no failed tracks */
		if (result == TRACK_NO_MUSIC) {
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

/* in the worker: all that reads what is in a file */
static int
work(int ask, void *user)
{
	struct job *job = user;
	const struct options *o = job->o;
	struct stream_writer *out = stream_writer_new(o->track.file, o->crc);
	long n_failed, n_done = 0;

	errand_ask(ask);
	n_failed = (long)job->w.n_errors + decode_all(job, out, &n_done);
	/* of an empty list nothing was to do; and a log says it of each of its files */
	if (n_done == 0 && n_failed == 0 &&
	    (o->files_from == NULL || (o->log == NULL && job->w.n_files > 0)))
		die("%s: no audio in it",
		    cli_n_operands() > 0        ? cli_operand(0)
			: o->files_from != NULL ? o->files_from
						: "<stdin>");
	if (!o->track.raw && !o->track.tags_alone)
		stream_write_eos(out, n_failed);
	stream_writer_free(out);
	cli_flush(o->track.file);
	return n_failed > 0 ? EXIT_SKIPPED : EXIT_SUCCESS;
}

/* meanwhile */
static void
serve(int answer, void *user)
{
	(void)user;
	errand_serve(answer);
}

int
main(int argc, char **argv)
{
	struct options o = parse_options(argc, argv);
	struct job job = {.o = &o};
	char *why;
	int status;

	if (o.output == NULL && !o.list && !o.track.tags_alone)
		cli_refuse_terminal(STDOUT_FILENO, "pipe it into mgc-featurize or use -o FILE");
	why = label_rule_load(&o.track.labels);
	if (why != NULL)
		die("%s", why);
	job.w = find_files(&o);
	why = label_rule_check(&o.track.labels, &job.w);
	if (why != NULL)
		die("%s", why);
	o.track.file = cli_output(o.output);
	if (o.list) {
		walk_list(&job.w, o.track.file);
		walk_free(&job.w);
		return cli_finish(job.w.n_errors > 0 ? EXIT_SKIPPED : EXIT_SUCCESS);
	}
	progress_init(o.quiet || job.w.n_files < 2);
	if (!log_open(&job.log, o.log))
		die("%s:", o.log);
	errand_begin(&job.w);
	status = worker_run(&(struct worker){work, serve, &job}, !o.no_sandbox);
	log_close(&job.log);
	walk_free(&job.w);
	label_rule_free(&o.track.labels);
	return cli_finish(status);
}
