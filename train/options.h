/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_OPTIONS_H
#define TRAIN_OPTIONS_H

#include <stdbool.h>

#include "experiment.h"
#include "given.h"
#include "model/front_end.h"
#include "model/roles.h"

/*
 * The command line of mgc-train. Strings are those of argv.
 */
struct options {
	const char *table; /* NULL: standard input, or none with given.train */
	struct given_files given;
	const char *scaler, *output, *report, *predictions;
	bool quiet;
	struct role_names roles;
	struct front_end front_end;
	struct experiment_options experiment; /* its scaler and files are not set here */
};

/* Parses it all; usage errors end the program. */
struct options
options_parse(int argc, char **argv);

/* "mgc-train --folds 10 ...": the command as a line of UTF-8; the caller frees */
char *
options_command(int argc, char **argv);

#endif
