/* SPDX-License-Identifier: MIT */
#include "menu.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/num.h"
#include "base/xmalloc.h"

#define ANSWER_MAX 512

struct menu {
	int fd;
	FILE *out;
};

static volatile sig_atomic_t interrupted;

static void
on_interrupt(int sig)
{
	(void)sig;
	interrupted = 1;
}

struct menu *
menu_open(void)
{
	struct menu *m;
	int in = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int out = in >= 0 ? open("/dev/tty", O_WRONLY | O_CLOEXEC | O_NOCTTY) : -1;

	if (out < 0) {
		if (in >= 0)
			close(in);
		return NULL;
	}
	m = xcalloc(1, sizeof(*m));
	m->fd = in;
	m->out = fdopen(out, "w");
	return m;
}

void
menu_close(struct menu *m)
{
	if (m == NULL)
		return;
	close(m->fd);
	fclose(m->out);
	free(m);
}

/* Reads up to a newline or cap - 1 bytes, while `mask` lets an interrupt in; false: cancelled. */
static bool
read_bytes(int fd, const sigset_t *mask, char *line, size_t cap)
{
	size_t len = 0;

	while (len < cap - 1 && (len == 0 || line[len - 1] != '\n')) {
		fd_set set;
		ssize_t n;

		FD_ZERO(&set);
		FD_SET(fd, &set);
		if (pselect(fd + 1, &set, NULL, NULL, NULL, mask) < 0) {
			if (errno == EINTR && !interrupted)
				continue;
			return false;
		}
		n = read(fd, line + len, cap - 1 - len);
		if (n <= 0)
			return false;
		len += (size_t)n;
	}
	line[len] = '\0';
	return true;
}

/*
 * Asks and reads one line, without its newline and outer blanks; false at the end of input or when
 * interrupted. SIGINT is held back except while waiting, so that it cannot slip in between.
 */
static bool
read_line(struct menu *m, const char *question, char line[ANSWER_MAX])
{
	struct sigaction act, old;
	sigset_t hold, mask;
	size_t len;
	bool got;

	sigemptyset(&hold);
	sigaddset(&hold, SIGINT);
	sigprocmask(SIG_BLOCK, &hold, &mask);
	memset(&act, 0, sizeof(act));
	act.sa_handler = on_interrupt;
	sigaction(SIGINT, &act, &old);
	interrupted = 0;
	fputs(question, m->out);
	fflush(m->out);
	got = read_bytes(m->fd, &mask, line, ANSWER_MAX);
	if (!got) {
		fputc('\n', m->out);
		fflush(m->out);
	}
	sigaction(SIGINT, &old, NULL);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	if (!got)
		return false;
	len = strlen(line);
	while (len > 0 && strchr(" \t\r\n", line[len - 1]) != NULL)
		line[--len] = '\0';
	len = strspn(line, " \t");
	memmove(line, line + len, strlen(line + len) + 1);
	return true;
}

char *
menu_ask(struct menu *m, const char *question)
{
	char *prompt = xasprintf("%s: ", question);
	char line[ANSWER_MAX];
	bool got;

	do
		got = read_line(m, prompt, line);
	while (got && *line == '\0');
	free(prompt);
	return got ? xstrdup(line) : NULL;
}

/* "3: artist - title (2:58, 2019, no preview)" */
static void
write_entry(FILE *f, size_t number, const struct track *t)
{
	long s = (long)(t->duration_s + 0.5);

	fprintf(f, "%zu: %s - %s (", number, t->artist, t->title);
	if (t->duration_s >= 0)
		fprintf(f, "%ld:%02ld, ", s / 60, s % 60);
	if (t->year > 0)
		fprintf(f, "%d, ", t->year);
	fprintf(f, "%s)\n", t->preview_url != NULL ? "preview" : "no preview");
}

long
menu_choose(struct menu *m, const struct track_list *list)
{
	char question[64], line[ANSWER_MAX];
	int64_t choice;

	for (size_t i = 0; i < list->n; i++)
		write_entry(m->out, i, &list->tracks[i]);
	snprintf(question, sizeof(question), "Which one? (0-%zu, q: none) ", list->n - 1);
	for (;;) {
		if (!read_line(m, question, line) || strcmp(line, "q") == 0 ||
		    strcmp(line, "Q") == 0)
			return -1;
		if (num_parse_int(line, 0, (int64_t)list->n - 1, &choice) == NULL)
			return (long)choice;
	}
}
