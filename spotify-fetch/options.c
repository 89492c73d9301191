/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "cli/cli.h"
#include "net/http.h"
#include "track.h"

#define MARKET "US"
#define TIMEOUT_S 30
#define MAX_WAIT_S 30
#define MAX_MIB 8

enum {
	KEY_PROVIDER = CLI_LONG,
	KEY_ID,
	KEY_ISRC,
	KEY_MARKET,
	KEY_LIST,
	KEY_PICK,
	KEY_FIRST,
	KEY_ENV_FILE,
	KEY_TIMEOUT,
	KEY_MAX_WAIT,
	KEY_MAX_BYTES,
	KEY_NO_CACHE,
};

static const struct cli_option table[] = {
    {'a', "artist", "NAME", "search for this artist"},
    {'t', "title", "NAME", "search for this title"},
    {KEY_ID, "id", "ID", "take the track with this id, of Spotify or Deezer"},
    {KEY_ISRC, "isrc", "CODE", "take the track with this ISRC"},
    {KEY_PROVIDER, "provider", "NAME", "auto, spotify or deezer (default auto)"},
    {KEY_MARKET, "market", "CC", "country to search Spotify for (default " MARKET ")"},
    {KEY_LIST, "list", "[=tsv|json]", "write what the search finds, fetch nothing (default tsv)"},
    {KEY_PICK, "pick", "N", "take number N of the list, from 0"},
    {KEY_FIRST, "first", NULL, "take the first that agrees with artist and title"},
    {KEY_ENV_FILE, "env-file", "FILE", "read credentials from FILE (default .env)"},
    {KEY_TIMEOUT, "timeout", "S", "seconds for each request (default " CLI_STRING(TIMEOUT_S) ")"},
    {KEY_MAX_WAIT, "max-wait", "S",
	"longest wait before asking again (default " CLI_STRING(MAX_WAIT_S) ")"},
    {KEY_MAX_BYTES, "max-bytes", "N", "largest preview (default " CLI_STRING(MAX_MIB) " MiB)"},
    {KEY_NO_CACHE, "no-cache", NULL, "do not keep Spotify's token between runs"},
    CLI_OPTION_OUTPUT,
    CLI_OPTION_QUIET,
    CLI_OPTION_VERBOSE,
    CLI_OPTION_END,
};

static const struct cli_program program = {
    .name = "mgc-spotify-fetch",
    .operands = "",
    .summary = "Finds a song on Spotify or Deezer and writes its preview as MP3.",
    .example = "mgc-spotify-fetch -a 'The Beatles' -t 'Let It Be' --first -o preview.mp3",
    .options = table,
};

static enum provider
parse_provider(const char *name)
{
	if (strcmp(name, "auto") == 0)
		return PROVIDER_AUTO;
	if (strcmp(name, "spotify") == 0)
		return PROVIDER_SPOTIFY;
	if (strcmp(name, "deezer") == 0)
		return PROVIDER_DEEZER;
	cli_usage("--provider: '%s': not auto, spotify or deezer", name);
}

static enum list_form
parse_list(const char *form)
{
	if (form == NULL || strcmp(form, "tsv") == 0)
		return LIST_TSV;
	if (strcmp(form, "json") == 0)
		return LIST_JSON;
	cli_usage("--list: '%s': not tsv or json", form);
}

static void
parse_market(struct options *o, const char *text)
{
	for (int i = 0; i < 2; i++) {
		char c = text[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c < 'A' || c > 'Z')
			cli_usage("--market: '%s': not a country of two letters", text);
		o->market[i] = c;
	}
	if (text[2] != '\0')
		cli_usage("--market: '%s': not a country of two letters", text);
}

/* a name as it goes into a query, in place of one given before */
static void
parse_name(const char *option, const char *text, char **name)
{
	free(*name);
	*name = clean_name(text);
	if (**name == '\0')
		cli_usage("%s: empty", option);
}

/* "spotify:track:ID" and links to a track stand for its id */
static const char *
parse_id(const char *text)
{
	static const char *const prefixes[] = {
	    "spotify:track:", "https://open.spotify.com/track/", "https://www.deezer.com/track/"};
	static char id[TRACK_ID_MAX + 1];

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		if (strncmp(text, prefixes[i], strlen(prefixes[i])) == 0) {
			text += strlen(prefixes[i]);
			break;
		}
	}
	snprintf(id, sizeof(id), "%.*s", (int)strcspn(text, "?"), text);
	if (strcspn(text, "?") > TRACK_ID_MAX ||
	    (!track_is_spotify_id(id) && !track_is_deezer_id(id)))
		cli_usage(
		    "--id: '%s': neither 22 letters and digits (Spotify) nor a number (Deezer)",
		    text);
	return id;
}

static void
parse_option(struct options *o, int key)
{
	static char isrc[TRACK_ISRC_LEN + 1];

	switch (key) {
	case 'a':
		parse_name("--artist", optarg, &o->wish.artist);
		break;
	case 't':
		parse_name("--title", optarg, &o->wish.title);
		break;
	case KEY_ID:
		o->wish.id = parse_id(optarg);
		break;
	case KEY_ISRC:
		if (!track_parse_isrc(optarg, isrc))
			cli_usage("--isrc: '%s': not an ISRC, like USRC17607839", optarg);
		o->wish.isrc = isrc;
		break;
	case KEY_PROVIDER:
		o->provider = parse_provider(optarg);
		break;
	case KEY_MARKET:
		parse_market(o, optarg);
		break;
	case KEY_LIST:
		o->list = parse_list(optarg);
		break;
	case KEY_PICK:
		o->pick = (long)cli_int("pick", 0, SOURCE_LIST_MAX - 1);
		break;
	case KEY_FIRST:
		o->first = true;
		break;
	case KEY_ENV_FILE:
		o->env_file = optarg;
		break;
	case KEY_TIMEOUT:
		o->timeout_s = cli_double("timeout", 0.1, 3600);
		break;
	case KEY_MAX_WAIT:
		o->max_wait_s = cli_double("max-wait", 0, 86400);
		break;
	case KEY_MAX_BYTES:
		o->max_bytes = (size_t)cli_int("max-bytes", 1, (int64_t)1 << 30);
		break;
	case KEY_NO_CACHE:
		o->no_cache = true;
		break;
	case 'o':
		o->output = optarg;
		break;
	case 'q':
		o->quiet = true;
		break;
	case 'v':
		o->verbose = true;
		break;
	}
}

static void
check(const struct options *o)
{
	const struct wish *w = &o->wish;
	bool words = w->artist != NULL || w->title != NULL;

	if (words + (w->id != NULL) + (w->isrc != NULL) > 1)
		cli_usage("only one of --id, --isrc, and --artist with --title");
	if ((o->list != LIST_NONE) + (o->pick >= 0) + o->first > 1)
		cli_usage("only one of --list, --pick and --first");
	if (w->id != NULL && o->provider == PROVIDER_SPOTIFY && !track_is_spotify_id(w->id))
		cli_usage("--id: '%s': not an id of Spotify", w->id);
	if (w->id != NULL && o->provider == PROVIDER_DEEZER && !track_is_deezer_id(w->id))
		cli_usage("--id: '%s': not an id of Deezer", w->id);
}

/* the address of a service, which tests may replace by one of their own */
static const char *
base_url(struct options *o, const char *variable, const char *standard)
{
	const char *url = getenv(variable);

	if (url == NULL || *url == '\0')
		return standard;
	if (!http_url_allowed(url, true) || strpbrk(url, "?#") != NULL)
		cli_usage("%s: neither https nor http to 127.0.0.1 or ::1", variable);
	o->loopback = true;
	return url;
}

void
options_parse(struct options *o, int argc, char **argv)
{
	int key;

	cli_init_old(&program);
	*o = (struct options){.market = MARKET,
	    .pick = -1,
	    .timeout_s = TIMEOUT_S,
	    .max_wait_s = MAX_WAIT_S,
	    .max_bytes = (size_t)MAX_MIB * 1024 * 1024};
	while ((key = cli_next(argc, argv)) != -1)
		parse_option(o, key);
	if (optind < argc)
		cli_usage("'%s': no operand is expected, names go with -a and -t", argv[optind]);
	check(o);
	o->accounts_url = base_url(o, "MGC_SPOTIFY_ACCOUNTS", "https://accounts.spotify.com");
	o->spotify_url = base_url(o, "MGC_SPOTIFY_API", "https://api.spotify.com");
	o->deezer_url = base_url(o, "MGC_DEEZER_API", "https://api.deezer.com");
}

void
options_clear(struct options *o)
{
	free(o->wish.artist);
	free(o->wish.title);
}
