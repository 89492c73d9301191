/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_REPORT_H
#define TRAIN_REPORT_H

#include <stdio.h>

#include "experiment.h"
#include "io/json.h"

/*
 * What an experiment came to, as train's --report has it: train, validation and test (score.h),
 * split, seed, temperature and, unless 0, temperature_spread; with folds also held_out, folds, mean
 * and std. The caller frees.
 */
struct json *
report_to_json(const struct experiment *e, const struct experiment_options *o);

/* the same for people, a few lines */
void
report_print(const struct experiment *e, const struct experiment_options *o, FILE *f);

#endif
