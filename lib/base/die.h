/* SPDX-License-Identifier: MIT */
#ifndef BASE_DIE_H
#define BASE_DIE_H

#define EXIT_FAILED 1 /* I/O, bad data, network */
#define EXIT_USAGE 2
#define EXIT_SKIPPED 3 /* finished, but some tracks were skipped under --keep-going */

/* The name that opens every message, e.g. "mgc-split". The string is kept, not copied. */
void
die_set_program(const char *name);

/*
 * One line on standard error, "program: message". What is not UTF-8, control characters (U+0080 to
 * U+009F too) and marks of direction are shown as '?', so that names that come from files cannot
 * steer a terminal. A format that ends in ':' has the text of
 * errno appended. warn returns; die exits with EXIT_FAILED.
 */
__attribute__((format(printf, 1, 2))) void
warn(const char *fmt, ...);

__attribute__((format(printf, 1, 2), noreturn)) void
die(const char *fmt, ...);

#endif
