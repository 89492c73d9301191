/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/die.h"
#include "cli/cli.h"
#include "io/input.h"
#include "io/output.h"
#include "model/model.h"
#include "scaling.h"

struct options {
	const char *fit, *with, *model, *output;
	struct preprocessing preprocessing;
	struct role_names roles;
};

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {0, "fit", "FILE", "learn mean and deviation of all features and write them to FILE", CLI_TEXT,
	AT(fit)},
    {0, "with", "FILE", "scale by what --fit wrote to FILE", CLI_TEXT, AT(with)},
    {'m', "model", "FILE", "scale by what is in a model", CLI_TEXT, AT(model)},
    PREPROCESSING_OPTIONS(struct options, preprocessing),
    ROLE_OPTIONS(struct options, roles),
    CLI_OUTPUT(AT(output)),
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-scale",
    .operands = "[FILE]",
    .max_operands = 1,
    .summary = "Standardises the feature columns of a CSV table.",
    .example = "mgc-scale --fit scaler.json < features.csv > scaled.csv",
    .options = option_table,
};

static struct options
parse_options(int argc, char **argv)
{
	struct options o = {0};

	cli_parse(&program, argc, argv, &o);
	if ((o.fit != NULL) + (o.with != NULL) + (o.model != NULL) != 1)
		cli_usage("one of --fit, --with and --model is needed");
	if (o.fit == NULL &&
	    (o.preprocessing.log || o.preprocessing.logit || o.preprocessing.clip > 0))
		cli_usage("--log, --logit and --clip are learnt: they go with --fit");
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
	struct scaling_rows *rows = scaling_fit(in, &o->roles, &o->preprocessing, &s);

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
	struct options o = parse_options(argc, argv);
	struct scaler *s = o.fit == NULL ? read_scaler(&o) : NULL;
	struct input *in = cli_input(NULL);
	struct csv_writer out = {.file = cli_output(o.output)};
	struct csv_reader *reader;

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
