/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_OPTIONS_H
#define TRAIN_OPTIONS_H

#include <stdbool.h>

#include "experiment.h"
#include "given.h"
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
	bool names_recipe; /* --recipe was given */
	struct experiment_options experiment; /* its scaler and files are not set here */
};

/* Begins the program and parses it all; usage errors end it. */
struct options
options_parse(int argc, char **argv);

/*
 * Parses once more, with the options of a recipe, words with spaces between, before those of the
 * user, who thus has the last say. *argc and *argv become the command line that results, which
 * lives on.
 */
struct options
options_parse_with(const char *recipe, int *argc, char ***argv);

/* "mgc-train --folds 10 ...": the command as a line of UTF-8; the caller frees */
char *
options_command(int argc, char **argv);

#endif
