/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"
#include "cli/cli.h"
#include "io/input.h"
#include "io/output.h"
#include "model/model.h"
#include "scaling.h"

enum {
	KEY_FIT = CLI_LONG,
	KEY_WITH,
	KEY_LOG,
	KEY_LOGIT,
	KEY_CLIP,
};

static const struct cli_option option_table[] = {
	{KEY_FIT, "fit", "FILE", "learn mean and deviation of all features and write them to FILE"},
	{KEY_WITH, "with", "FILE", "scale by what --fit wrote to FILE"},
	{'m', "model", "FILE", "scale by what is in a model"},
	PREPARATION_OPTIONS(KEY_LOG, KEY_LOGIT, KEY_CLIP),
	ROLE_OPTIONS,
	CLI_OPTION_OUTPUT,
	CLI_OPTION_END,
};

static const struct cli_program program = {
	.name = "mgc-scale",
	.operands = "[FILE]",
	.summary = "Standardises the feature columns of a CSV table.",
	.example = "mgc-scale --fit scaler.json < features.csv > scaled.csv",
	.options = option_table,
};

struct options {
	const char *fit, *with, *model, *output;
	struct preparation preparation;
	struct role_names roles;
};

static struct options
parse_options(int argc, char **argv)
{
	struct options o = {0};
	int key;

	while ((key = cli_next(argc, argv)) != -1) {
		switch (key) {
		case KEY_FIT: o.fit = optarg; break;
		case KEY_WITH: o.with = optarg; break;
		case 'm': o.model = optarg; break;
		case KEY_LOG: o.preparation.log = true; break;
		case KEY_LOGIT: o.preparation.logit = true; break;
		case KEY_CLIP: o.preparation.clip = cli_double("clip", 1e-3, 1e6); break;
		case 'l': o.roles.label = optarg; break;
		case 'g': o.roles.group = optarg; break;
		case 'i': o.roles.ids = optarg; break;
		case 'o': o.output = optarg; break;
		}
	}
	if ((o.fit != NULL) + (o.with != NULL) + (o.model != NULL) != 1)
		cli_usage("one of --fit, --with and --model is needed");
	if (o.fit == NULL && (o.preparation.log || o.preparation.logit || o.preparation.clip > 0))
		cli_usage("--log, --logit and --clip are learnt: they go with --fit");
	if (argc - optind > 1)
		cli_usage("one input at most");
	return o;
}

static struct scaler *
read_scaler(const struct options *o)
{
	char error[512];
	struct scaler *s;
	struct model *m;

	if (o->with != NULL) {
		s = scaler_read(o->with, error, sizeof(error));
		if (s == NULL)
			die("%s", error);
		return s;
	}
	m = model_read(o->model, error, sizeof(error));
	if (m == NULL)
		die("%s", error);
	s = m->scaler;
	m->scaler = NULL;
	model_free(m);
	return s;
}

/* learns first, and only when the scaler is on disk do the rows go out */
static void
fit(const struct options *o, struct csv_reader *in, struct csv_writer *out)
{
	struct output *file;
	struct scaler *s;
	struct scaling_rows *rows = scaling_fit(in, &o->roles, &o->preparation, &s);

	if (rows == NULL)
		die("%s", csv_error(in));
	file = output_open(o->fit);
	if (file == NULL)
		die("%s:", o->fit);
	scaler_write(s, output_file(file));
	if (output_commit(file) != 0)
		die("%s:", o->fit);
	scaling_write(rows, s, out);
	scaler_free(s);
}

int
main(int argc, char **argv)
{
	struct options o;
	struct csv_writer out = {0};
	struct csv_reader *reader;
	struct input *in;
	struct scaler *s;

	cli_init(&program);
	o = parse_options(argc, argv);
	s = o.fit == NULL ? read_scaler(&o) : NULL;
	in = input_open(argv[optind]);
	if (in == NULL)
		die("%s:", argv[optind]);
	out.file = cli_output(o.output);
	input_before_wait(in, cli_flush, out.file);
	reader = csv_reader_new(in);
	if (s == NULL)
		fit(&o, reader, &out);
	else if (scaling_apply(s, reader, &out) != 0)
		die("%s", csv_error(reader));
	scaler_free(s);
	csv_reader_free(reader);
	return cli_finish(EXIT_SUCCESS);
}
