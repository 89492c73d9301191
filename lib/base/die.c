/* SPDX-License-Identifier: MIT */
#include "base/die.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE_MAX 2048

static const char *program = "mgc";

void
die_set_program(const char *name)
{
	program = name;
}

/*
 * The length of the UTF-8 sequence at s that a terminal may be given: 0 for what is none, for
 * control characters (also U+0080 to U+009F) and for marks that turn the direction of text.
 */
static size_t
printable_len(const unsigned char *s)
{
	size_t len = s[0] < 0x80 ? 1
	    : s[0] < 0xc2        ? 0
	    : s[0] < 0xe0        ? 2
	    : s[0] < 0xf0        ? 3
	    : s[0] < 0xf5        ? 4
				 : 0;

	if (s[0] < 0x20 || s[0] == 0x7f || (s[0] == 0xc2 && s[1] < 0xa0))
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	}
	if (s[0] == 0xe2 &&
	    ((s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae) ||
		(s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9)))
		return 0;
	return len;
}

/* what is not printable becomes '?', byte by byte */
static void
make_printable(char *text)
{
	while (*text != '\0') {
		size_t len = printable_len((const unsigned char *)text);

		if (len == 0)
			*text = '?';
		text += len > 0 ? len : 1;
	}
}

__attribute__((format(printf, 1, 0))) static void
report(const char *fmt, va_list ap, int err)
{
	char msg[MESSAGE_MAX];
	size_t fmt_len = strlen(fmt);

	vsnprintf(msg, sizeof(msg), fmt, ap);
	make_printable(msg);
	if (fmt_len > 0 && fmt[fmt_len - 1] == ':')
		fprintf(stderr, "%s: %s %s\n", program, msg, strerror(err));
	else
		fprintf(stderr, "%s: %s\n", program, msg);
}

void
warn(const char *fmt, ...)
{
	int err = errno;
	va_list ap;

	va_start(ap, fmt);
	report(fmt, ap, err);
	va_end(ap);
}

void
die(const char *fmt, ...)
{
	int err = errno;
	va_list ap;

	va_start(ap, fmt);
	report(fmt, ap, err);
	va_end(ap);
	exit(EXIT_FAILED);
}
