/* SPDX-License-Identifier: MIT */
#ifndef PREDICT_REPORT_H
#define PREDICT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Scores of predictions whose rows carry labels.
 */
struct report;

/* Names stay the caller's. by_track: classes and confusion count tracks, else segments. */
struct report *
report_new(size_t n_classes, char *const *classes, bool by_track);

void
report_free(struct report *r);

/* One segment, and one track: its true label ("" is left out), and probabilities[n_classes]. */
void
report_add_segment(struct report *r, const char *label, const float *probabilities);

void
report_add_track(struct report *r, const char *label, const float *probabilities);

/* how many labelled segments there were */
size_t
report_n_rows(const struct report *r);

/* Writes the report as JSON; errors are left in the FILE. */
void
report_write(const struct report *r, FILE *f);

#endif
