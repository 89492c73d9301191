/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/string_table.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/worker.h"
#include "errand.h"
#include "log.h"
#include "options.h"
#include "track.h"
#include "walk.h"

/* the files that the operands name, or the list, or both */
static struct walk
find_files(const struct decode_options *o)
{
	struct string_table operands = {0};
	struct walk w = {0};
	char *why;

	for (int i = 0; i < cli_n_operands(); i++)
		string_table_add(&operands, cli_operand(i));
	why = o->files_from != NULL ? walk_add_list(&w, o->files_from, &operands) : NULL;
	if (why != NULL)
		die("%s", why);
	for (size_t i = 0; i < operands.n && o->files_from == NULL; i++)
		walk_add(&w, operands.list[i]);
	string_table_free(&operands);
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
	const struct decode_options *o;
	struct walk w;
	struct log log;
};

/* Decodes all files. Returns how many failed; *n_done counts those that did not. */
static long
decode_all(struct job *job, struct stream_writer *out, long *n_done)
{
	const struct decode_options *o = job->o;
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
	const struct decode_options *o = job->o;
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
	struct decode_options o = decode_options_parse(argc, argv);
	struct job job = {.o = &o};
	char *why;
	int status;

	if (o.output == NULL && !o.list && !o.track.tags_alone)
		cli_refuse_terminal(STDOUT_FILENO, "pipe it into mgc-featurize or use -o FILE");
	why = label_rule_load(&o.track.labels);
	if (why != NULL)
		die("%s", why);
	job.w = find_files(&o);
	/* a part of the operands' files may well be the one without labels */
	why = o.files_from == NULL || cli_n_operands() == 0
	    ? label_rule_check(&o.track.labels, &job.w)
	    : NULL;
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
