/* SPDX-License-Identifier: MIT */
#ifndef DRAW_H
#define DRAW_H

#include "column.h"
#include "confusion.h"
#include "history.h"
#include "learning.h"
#include "page.h"
#include "reliability.h"
#include "tracks.h"

/* The charts, each a page of its own: they write the whole script. */

/* One track: bars, and its classes over time where known. Several: a panel each. */
void
draw_tracks(struct page *page, const struct tracks *tracks);

/* More tracks than were kept: how many of them went to each class. */
void
draw_summary(struct page *page, const struct tracks *tracks);

/* accuracy beside loss, train and validation, by epoch */
void
draw_history(struct page *page, const struct history *h);

/* accuracy by number of songs, a line with error bars for each series */
void
draw_learning(struct page *page, const struct learning *l);

/* true classes down, predicted across; each row in percent of its support */
void
draw_confusion(struct page *page, const struct confusion *c);

/* how often predictions of about one confidence are right, and below how many there are */
void
draw_reliability(struct page *page, const struct reliability *r);

/* a box from quartile to quartile, its median and a line from least to largest, per label */
void
draw_column(struct page *page, const struct column *c, const char *name);

#endif
