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

__attribute__((format(printf, 1, 0))) static void
report(const char *fmt, va_list ap, int err)
{
	char msg[MESSAGE_MAX];
	size_t fmt_len = strlen(fmt);

	vsnprintf(msg, sizeof(msg), fmt, ap);
	for (char *p = msg; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	}
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
