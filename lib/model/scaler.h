/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SCALER_H
#define MODEL_SCALER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Scaling of features for a classifier, column by column: a curve, if any; then the mean is
 * subtracted and the result divided by the standard deviation (population; a deviation of zero
 * becomes 1); then it is clipped, if at all.
 */
enum scaler_curve {
	SCALER_NONE,
	SCALER_LOG,   /* ln(max(x, floor)) */
	SCALER_LOGIT, /* ln(p / (1 - p)), p kept SCALER_LOGIT_MARGIN off 0 and 1 */
};

#define SCALER_LOGIT_MARGIN 1e-7

/* Preprocessing to learn beside mean and deviation. */
struct preprocessing {
	bool log;    /* take the logarithm of columns whose values are all positive */
	bool logit;  /* take the logit of columns whose values all lie in 0..1; before log */
	double clip; /* cut scaled values off at +-clip, 0: do not */
};

/* rows of cli/option.h for it: `field` of a program's struct `type` is a struct preprocessing */
/* clang-format off */
#define PREPROCESSING_OPTIONS(type, field) \
	{ 0, "log", NULL, "take the logarithm of columns that are positive in all rows", CLI_FLAG, \
	    CLI_AT(type, field.log) }, \
	{ 0, "logit", NULL, "take the logit of columns that lie in 0..1 in all rows", CLI_FLAG, \
	    CLI_AT(type, field.logit) }, \
	{ 0, "clip", "X", "cut scaled values off at +-X", CLI_NUMBER, CLI_AT(type, field.clip), \
	    NULL, 1e-3, 1e6 }
/* clang-format on */

struct scaler {
	size_t n;
	char **names; /* of the columns */
	enum scaler_curve *curve;
	double *floor;      /* of the logarithm: a tenth of the least value learnt from */
	double *mean, *std; /* of what the curve gives */
	double clip;        /* 0: none */
};

/* for n columns, names copied, no curve, mean 0, std 1, no clipping; the caller frees */
struct scaler *
scaler_new(size_t n, const char *const *names);

void
scaler_free(struct scaler *s);

/*
 * Learns all that `what` asks for from rows[n_rows][n], n_rows > 0: those numbered
 * pick[0..n_pick-1], or all with pick NULL.
 */
void
scaler_fit(struct scaler *s, const struct preprocessing *what, const double *rows, size_t n_rows,
    const size_t *pick, size_t n_pick);

/* one value of a column, scaled */
double
scaler_apply(const struct scaler *s, size_t column, double x);

/* room for "z" and eight hexadecimal digits, which no spreadsheet takes for a number */
#define SCALER_HASH_LEN 10

/*
 * A short word for the numbers that s applies, to hash[SCALER_HASH_LEN]: the same for the same
 * columns in any order, and for numbers that are the same as floats, which is what a model keeps.
 */
void
scaler_hash(const struct scaler *s, char *hash);

/* It is affine in each column: no curve, no clipping. */
bool
scaler_is_affine(const struct scaler *s);

/*
 * A curve's name in files, and back: -1 for a name of none.
 */
const char *
scaler_curve_name(enum scaler_curve curve);

int
scaler_curve_find(const char *name);

/*
 * Reads a scaler file, mgc-model(5). Returns NULL with "path: why" in error[error_len].
 */
struct scaler *
scaler_read(const char *path, char *error, size_t error_len);

/* Errors are left in the FILE. */
void
scaler_write(const struct scaler *s, FILE *f);

#endif
