/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SCALER_H
#define MODEL_SCALER_H

#include <stddef.h>
#include <stdio.h>

/*
 * Standardising: each column less its mean, divided by its deviation (population; a deviation of
 * zero becomes 1).
 */
struct scaler {
	size_t n;
	char **names; /* of the columns */
	double *mean, *std;
};

/* for n columns, names copied, mean 0 and std 1; the caller frees */
struct scaler *
scaler_new(size_t n, const char *const *names);

void
scaler_free(struct scaler *s);

/*
 * Learns mean and std from rows[n_rows][n], n_rows > 0: those numbered pick[0..n_pick-1], or all
 * with pick NULL.
 */
void
scaler_fit(struct scaler *s, const double *rows, size_t n_rows, const size_t *pick, size_t n_pick);

/* (x - mean) / std of one value of a column */
double
scaler_apply(const struct scaler *s, size_t column, double x);

/*
 * A scaler file is JSON: {"format": "mgc-scaler", "version": 1, "columns": [...], "mean": [...],
 * "std": [...]}. Returns NULL with "path: why" in error[error_len].
 */
struct scaler *
scaler_read(const char *path, char *error, size_t error_len);

/* Errors are left in the FILE. */
void
scaler_write(const struct scaler *s, FILE *f);

#endif
