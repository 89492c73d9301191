/* SPDX-License-Identifier: MIT */
#ifndef STATS_CONFUSION_H
#define STATS_CONFUSION_H

#include <stddef.h>

/*
 * A confusion matrix: how often each class was predicted for each true class.
 */
struct confusion {
	size_t n_classes;
	size_t *count; /* [true][predicted] */
};

/* all zero; the caller frees with confusion_free */
struct confusion *
confusion_new(size_t n_classes);

void
confusion_free(struct confusion *c);

void
confusion_add(struct confusion *c, size_t truth, size_t predicted);

size_t
confusion_total(const struct confusion *c);

/* The share on the diagonal; 0 of an empty matrix. */
double
confusion_accuracy(const struct confusion *c);

/* Of one class; each number is 0 where its denominator is. */
struct confusion_scores {
	double precision, recall, f1;
	size_t support; /* how many are of the class */
};

struct confusion_scores
confusion_class(const struct confusion *c, size_t class_);

/* The mean F1 over the classes that occur. */
double
confusion_macro_f1(const struct confusion *c);

#endif
