/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "client.h"
#include "listing.h"
#include "menu.h"
#include "options.h"
#include "preview.h"
#include "catalogue.h"

struct session {
	struct fetch_options options;
	struct menu *menu; /* NULL: not needed */
	struct client *client;
	struct catalogue catalogue;
};

/* What can be known to be wrong is said at once, before anything is asked or sent. */
static void
check_surroundings(struct session *s)
{
	const struct fetch_options *o = &s->options;
	const struct wish *w = &o->wish;
	bool named = w->id != NULL || w->isrc != NULL; /* one track, nothing to choose */
	bool ask = w->artist == NULL && w->title == NULL && w->tag == NULL && !named;

	if (o->list == LIST_NONE && o->output == NULL)
		cli_refuse_terminal(
		    STDOUT_FILENO, "MP3 goes to a file (-o) or a program (| mpg123 -)");
	if (ask || (o->list == LIST_NONE && o->pick < 0 && !o->first && !named)) {
		s->menu = menu_open();
		if (s->menu == NULL && ask)
			cli_usage("no terminal to ask for a song: say --artist and --title");
		if (s->menu == NULL)
			cli_usage("no terminal to choose at: say --first, --pick or --list");
	}
}

static enum fetch_status
cancel(struct session *s)
{
	return client_fail(s->client, FETCH_CANCELLED, "cancelled: run it again to choose a song");
}

/* Asks for artist and title, as the original did. */
static enum fetch_status
ask_wish(struct session *s)
{
	struct wish *w = &s->options.wish;

	if (w->artist != NULL || w->title != NULL || w->tag != NULL || w->id != NULL ||
	    w->isrc != NULL)
		return FETCH_DONE;
	w->artist = menu_ask(s->menu, "Artist");
	if (w->artist != NULL)
		w->title = menu_ask(s->menu, "Song");
	return w->title != NULL ? FETCH_DONE : cancel(s);
}

static enum fetch_status
open_source(struct session *s)
{
	const struct fetch_options *o = &s->options;
	struct catalogue_options options = {.only = o->provider,
	    .env_file = o->env_file,
	    .market = o->market,
	    .cache = !o->no_cache};

	return catalogue_connect(&s->catalogue, s->client, &options, &o->wish);
}

/* The number of the track to fetch, to *n. */
static enum fetch_status
choose(struct session *s, const struct track_list *list, long *n)
{
	const struct fetch_options *o = &s->options;

	*n = 0;
	if (s->menu != NULL && o->wish.id == NULL && o->wish.isrc == NULL && o->pick < 0 &&
	    !o->first) {
		*n = menu_choose(s->menu, list);
		return *n >= 0 ? FETCH_DONE : cancel(s);
	}
	if (o->pick >= 0 && (size_t)o->pick >= list->n)
		return client_fail(s->client, FETCH_NOTHING,
		    "there is no number %ld, the list ends with %zu: choose from --list", o->pick,
		    list->n - 1);
	if (o->pick >= 0)
		*n = o->pick;
	if (o->first && o->wish.id == NULL && o->wish.isrc == NULL)
		*n = catalogue_first(&s->catalogue, &o->wish, list);
	if (*n < 0)
		return client_fail(s->client, FETCH_NOTHING,
		    "nothing found agrees with artist and title: choose with --list and --pick");
	return FETCH_DONE;
}

static void
write_list(struct session *s, FILE *f, const struct track_list *list)
{
	const struct provider *provider = s->catalogue.lister->provider;

	if (s->options.list == LIST_JSON)
		listing_json(f, list, provider);
	else
		listing_tsv(f, list, provider);
}

static void
write_mp3(const struct session *s, FILE *f, const struct http_response *mp3)
{
	const char *path = s->options.output;

	if (fwrite(mp3->body, 1, mp3->body_len, f) != mp3->body_len || fflush(f) != 0)
		die("%s:", f != stdout ? path : "cannot write standard output");
}

static size_t
max_bytes(const struct session *s)
{
	return s->options.max_bytes > 0 ? s->options.max_bytes
					: s->catalogue.lister->provider->bytes_max;
}

/* search, choose, download, write; chosen: where it says which one it was, NULL: nowhere */
static enum fetch_status
run(struct session *s, FILE *out, FILE *chosen)
{
	struct track_list list;
	struct http_response mp3;
	enum fetch_status status;
	long n;

	if ((status = ask_wish(s)) != FETCH_DONE || (status = open_source(s)) != FETCH_DONE ||
	    (status = catalogue_list(&s->catalogue, &s->options.wish, &list)) != FETCH_DONE)
		return status;
	if (s->options.list != LIST_NONE) {
		write_list(s, out, &list);
	} else if ((status = choose(s, &list, &n)) == FETCH_DONE) {
		status = preview_fetch(&s->catalogue, &list.tracks[n], max_bytes(s), &mp3);
		if (status == FETCH_DONE) {
			write_mp3(s, out, &mp3);
			if (chosen != NULL)
				listing_chosen(chosen, (size_t)n, &list.tracks[n],
				    s->catalogue.lister->provider, &s->catalogue.given,
				    s->catalogue.giver);
			http_response_clear(&mp3);
		}
	}
	track_list_clear(&list);
	return status;
}

static void
remark(const char *line)
{
	warn("%s", line);
}

int
main(int argc, char **argv)
{
	struct session s = {0};
	struct client_options client;
	enum fetch_status status;
	FILE *out, *chosen;

	fetch_options_parse(&s.options, argc, argv);
	check_surroundings(&s);
	out = cli_output(s.options.output);
	chosen = cli_output_beside(s.options.chosen);
	if (s.options.list == LIST_NONE)
		cli_refuse_terminal(
		    fileno(out), "MP3 goes to a file (-o) or a program (| mpg123 -)");
	client = (struct client_options){.timeout_s = s.options.timeout_s,
	    .max_wait_s = s.options.max_wait_s,
	    .attempts = s.options.attempts,
	    .loopback = s.options.loopback,
	    .quiet = s.options.quiet,
	    .verbose = s.options.verbose,
	    .remark = remark};
	s.client = client_new(&client);
	if (s.client == NULL)
		die("libcurl cannot be used: check how it is installed");
	status = run(&s, out, chosen);
	progress_clear();
	if (status != FETCH_DONE)
		warn("%s", client_error(s.client));
	catalogue_disconnect(&s.catalogue);
	client_free(s.client);
	menu_close(s.menu);
	fetch_options_clear(&s.options);
	return cli_finish((int)(status == FETCH_REFUSED ? FETCH_CREDENTIALS : status));
}
