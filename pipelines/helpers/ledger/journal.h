/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_JOURNAL_H
#define LEDGER_JOURNAL_H

#include <stddef.h>

#include "catalogue.h"

/*
 * The folder beside a table in which a run of mgc classify works: `listing`, of mgc-decode --list;
 * `done.csv`, what an earlier run that was broken off had done; N.names, lists of files for jobs;
 * N.K.rows, what one of them has made, N.K.rows.part while it is at work, and N.K.log of decode.
 * All return 0, or -1 with c->error.
 */

int
journal_read_listing(struct catalogue *c, const char *journal);

/* All rows there are: of done.csv, and of jobs. */
int
journal_read_rows(struct catalogue *c, const char *journal);

/*
 * Cuts the files that need work into lists for so many jobs at once: lists enough that these end
 * together, files enough that starting programs is little.
 */
int
journal_cut_lists(struct catalogue *c, const char *journal, size_t jobs);

#endif
