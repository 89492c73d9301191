/* SPDX-License-Identifier: MIT */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>

/*
 * One line on standard error that is rewritten in place, only where that is a terminal, at most
 * ten times a second, and erased at the end. Elsewhere silence is success.
 */
void
progress_init(bool quiet);

/*
 * Shows the message; with total > 0 the line also says "done of total" and the time left, judged
 * by the pace so far.
 */
__attribute__((format(printf, 3, 4))) void
progress_show(long done, long total, const char *fmt, ...);

/* Erases the line. Call before writing anything else to standard error. */
void
progress_clear(void);

#endif
