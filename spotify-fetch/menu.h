/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_MENU_H
#define SPOTIFY_FETCH_MENU_H

#include "track.h"

/*
 * Questions to the user on the terminal itself, since standard output carries the MP3 and
 * standard input may be anything.
 */
struct menu;

/* NULL when there is no terminal, as under cron. */
struct menu *
menu_open(void);

void
menu_close(struct menu *m);

/*
 * Asks until there is an answer, which the caller frees. NULL: the user cancelled, by end of
 * input or an interrupt.
 */
char *
menu_ask(struct menu *m, const char *question);

/*
 * Lists the tracks as "0: artist - title (2:58, 2019, preview)" and asks for one. Its number, or
 * -1: cancelled.
 */
long
menu_choose(struct menu *m, const struct track_list *list);

#endif
