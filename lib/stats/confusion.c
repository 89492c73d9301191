/* SPDX-License-Identifier: MIT */
#include "stats/confusion.h"

#include <stdlib.h>

#include "base/xmalloc.h"

struct confusion *
confusion_new(size_t n_classes)
{
	struct confusion *c = xcalloc(1, sizeof(*c));

	c->n_classes = n_classes;
	c->count = xcalloc(n_classes * n_classes, sizeof(*c->count));
	return c;
}

void
confusion_free(struct confusion *c)
{
	if (c == NULL)
		return;
	free(c->count);
	free(c);
}

void
confusion_add(struct confusion *c, size_t truth, size_t predicted)
{
	c->count[truth * c->n_classes + predicted]++;
}

size_t
confusion_total(const struct confusion *c)
{
	size_t total = 0;

	for (size_t i = 0; i < c->n_classes * c->n_classes; i++)
		total += c->count[i];
	return total;
}

static double
share(size_t part, size_t whole)
{
	return whole > 0 ? (double)part / (double)whole : 0;
}

double
confusion_accuracy(const struct confusion *c)
{
	size_t right = 0;

	for (size_t i = 0; i < c->n_classes; i++)
		right += c->count[i * c->n_classes + i];
	return share(right, confusion_total(c));
}

struct confusion_scores
confusion_class(const struct confusion *c, size_t class_)
{
	struct confusion_scores s = {0};
	size_t n = c->n_classes, right = c->count[class_ * n + class_], predicted = 0;

	for (size_t i = 0; i < n; i++) {
		s.support += c->count[class_ * n + i];
		predicted += c->count[i * n + class_];
	}
	s.precision = share(right, predicted);
	s.recall = share(right, s.support);
	if (right > 0)
		s.f1 = 2 * s.precision * s.recall / (s.precision + s.recall);
	return s;
}

double
confusion_macro_f1(const struct confusion *c)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < c->n_classes; i++) {
		struct confusion_scores s = confusion_class(c, i);

		if (s.support > 0) {
			sum += s.f1;
			n++;
		}
	}
	return n > 0 ? sum / (double)n : 0;
}
