/* SPDX-License-Identifier: MIT */
#include "menu.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "base/xmalloc.h"

#define ANSWER_MAX 512

struct menu {
	FILE *in, *out;
};

static volatile sig_atomic_t interrupted;

static void
on_interrupt(int sig)
{
	(void)sig;
	interrupted = 1;
}

static FILE *
open_terminal(int flags, const char *mode)
{
	int fd = open("/dev/tty", flags | O_CLOEXEC | O_NOCTTY);

	return fd >= 0 ? fdopen(fd, mode) : NULL;
}

struct menu *
menu_open(void)
{
	struct menu *m = xcalloc(1, sizeof(*m));

	m->in = open_terminal(O_RDONLY, "r");
	m->out = m->in != NULL ? open_terminal(O_WRONLY, "w") : NULL;
	if (m->out == NULL) {
		menu_close(m);
		return NULL;
	}
	return m;
}

void
menu_close(struct menu *m)
{
	if (m == NULL)
		return;
	if (m->in != NULL)
		fclose(m->in);
	if (m->out != NULL)
		fclose(m->out);
	free(m);
}

/* One line without its newline and outer blanks; false at the end or when interrupted. */
static bool
read_line(struct menu *m, char line[ANSWER_MAX])
{
	struct sigaction act, old;
	char *got;
	size_t len;

	memset(&act, 0, sizeof(act));
	act.sa_handler = on_interrupt; /* without SA_RESTART: the read ends */
	interrupted = 0;
	sigaction(SIGINT, &act, &old);
	got = fgets(line, ANSWER_MAX, m->in);
	sigaction(SIGINT, &old, NULL);
	if (got == NULL || interrupted) {
		fputc('\n', m->out);
		return false;
	}
	len = strlen(line);
	if (len > 0 && line[len - 1] != '\n') { /* longer than any answer: drop the rest */
		for (int c = fgetc(m->in); c != '\n' && c != EOF;)
			c = fgetc(m->in);
	}
	while (len > 0 && strchr(" \t\r\n", line[len - 1]) != NULL)
		line[--len] = '\0';
	len = strspn(line, " \t");
	memmove(line, line + len, strlen(line + len) + 1);
	return true;
}

char *
menu_ask(struct menu *m, const char *question)
{
	char line[ANSWER_MAX];

	do {
		fprintf(m->out, "%s: ", question);
		fflush(m->out);
		if (!read_line(m, line))
			return NULL;
	} while (*line == '\0');
	return xstrdup(line);
}

long
menu_choose(struct menu *m, const struct track_list *list)
{
	char question[64], line[ANSWER_MAX];
	int64_t choice;

	for (size_t i = 0; i < list->n; i++)
		fprintf(m->out, "%zu: %s - %s\n", i, list->tracks[i].artist, list->tracks[i].title);
	snprintf(question, sizeof(question), "Which one? (0-%zu, q: none) ", list->n - 1);
	for (;;) {
		fputs(question, m->out);
		fflush(m->out);
		if (!read_line(m, line) || strcmp(line, "q") == 0 || strcmp(line, "Q") == 0)
			return -1;
		if (num_parse_int(line, 0, (int64_t)list->n - 1, &choice) == NULL)
			return (long)choice;
	}
}
