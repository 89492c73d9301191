/* SPDX-License-Identifier: MIT */
#ifndef IO_PIPE_H
#define IO_PIPE_H

#include <stddef.h>
#include <stdio.h>

/*
 * What costs less on pipes than to copy all that passes, a few pages at a time. Where the system
 * cannot do it, or the descriptor is no pipe, nothing is lost.
 */

/* Lets a pipe hold more, so that those at its ends wait for one another less often. */
void
pipe_widen(int fd);

/*
 * fwrite of memory that the pipe may have rather than a copy of it: nobody may write to it from now
 * on. It may be unmapped, for pages that are lent are not used anew. Errors are left in the file.
 */
void
pipe_lend(const void *data, size_t len, FILE *file);

#endif
