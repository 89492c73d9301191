/* SPDX-License-Identifier: MIT */
#ifndef PAGE_HTML_H
#define PAGE_HTML_H

#include <stddef.h>
#include <stdio.h>

/*
 * Text of tables and files as HTML that is XML too. Errors of the FILE are left in it.
 */

/*
 * Text as it is to be read: markup in it is none, newline and tab are spaces, bytes that are not
 * UTF-8, control characters and what is hidden or changes directions are U+FFFD.
 */
void
html_text(FILE *f, const char *text);

/* bytes of a picture as an address that holds it, for an attribute */
void
html_svg_address(FILE *f, const char *svg, size_t len);

#endif
