/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_OPTIONS_H
#define TRAIN_OPTIONS_H

#include <stdbool.h>

#include "experiment.h"
#include "split_files.h"
#include "tables/roles.h"

/*
 * The command line of mgc-train. Strings are those of argv.
 */
struct options {
	const char *table; /* NULL: standard input, or none with given.train */
	struct split_files given;
	const char *scaler, *output, *report, *predictions, *suspects;
	bool quiet, balance;
	struct role_names roles;
	unsigned recipe;                      /* the number of a name of --recipe */
	const char *l2;                       /* as given, NULL: not */
	struct experiment_options experiment; /* its scaler and files are not set here */
};

/* Begins the program and reads its command line; usage errors end it. */
struct options
options_parse(int argc, char **argv);

/*
 * Takes options in words, as a feature set says its recipe, "" where it says none, for what the
 * user left open; nothing at all where the user named a recipe. Returns whether it took them. What
 * the options say is complete then; what does not go together ends the program.
 */
bool
options_suggest(struct options *o, const char *words);

/* "mgc-train --folds 10 ...": the command as a line of UTF-8, with what was suggested; the caller
 * frees */
char *
options_command(const char *suggested, int argc, char **argv);

#endif
