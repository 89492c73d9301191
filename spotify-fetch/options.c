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

static char provider_help[160], id_help[160]; /* see describe_providers */

static const struct cli_option table[] = {
    {'a', "artist", "NAME", "search for this artist"},
    {'t', "title", "NAME", "search for this title"},
    {KEY_ID, "id", "ID", id_help},
    {KEY_ISRC, "isrc", "CODE", "take the track with this ISRC"},
    {KEY_PROVIDER, "provider", "NAME", provider_help},
    {KEY_MARKET, "market", "CC", "country to search for, where it matters (default " MARKET ")"},
    {KEY_LIST, "list", "[=tsv|json]", "write what the search finds, fetch nothing (default tsv)"},
    {KEY_PICK, "pick", "N", "take number N of the list, from 0"},
    {KEY_FIRST, "first", NULL, "take the first that agrees with artist and title"},
    {KEY_ENV_FILE, "env-file", "FILE", "read credentials from FILE (default .env)"},
    {KEY_TIMEOUT, "timeout", "S", "seconds for each request (default " CLI_STRING(TIMEOUT_S) ")"},
    {KEY_MAX_WAIT, "max-wait", "S",
	"longest wait before asking again (default " CLI_STRING(MAX_WAIT_S) ")"},
    {KEY_MAX_BYTES, "max-bytes", "N", "largest preview (default " CLI_STRING(MAX_MIB) " MiB)"},
    {KEY_NO_CACHE, "no-cache", NULL, "do not keep access tokens between runs"},
    CLI_OPTION_OUTPUT,
    CLI_OPTION_QUIET,
    CLI_OPTION_VERBOSE,
    CLI_OPTION_END,
};

static const struct cli_program program = {
    .name = "mgc-spotify-fetch",
    .operands = "",
    .summary = "Finds a song at a music service and writes its preview as MP3.",
    .example = "mgc-spotify-fetch -a 'The Beatles' -t 'Let It Be' --first -o preview.mp3",
    .options = table,
};

/* Writes the help of options that list the providers, before it is asked for. */
static void
describe_providers(void)
{
	snprintf(provider_help, sizeof(provider_help), "auto, %s (default auto)", provider_names());
	snprintf(id_help, sizeof(id_help), "take the track with this id, of %s, or a link to it",
	    provider_names());
}

static const struct provider *
parse_provider(const char *name)
{
	const struct provider *p = provider_find(name);

	if (p == NULL && strcmp(name, "auto") != 0)
		cli_usage("--provider: '%s': not auto, %s", name, provider_names());
	return p;
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
		o->wish.id = optarg;
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
}

/* the bare id in the place of what stands for it, and whose it is */
static void
find_owner(struct options *o)
{
	static char id[TRACK_ID_MAX + 1];
	char why[PROVIDER_WHY_MAX];

	o->wish.owner = provider_of_id(o->wish.id, o->provider, id, why);
	if (o->wish.owner == NULL)
		cli_usage("--id: '%s': %s", o->wish.id, why);
	o->wish.id = id;
}

/* Looks at the addresses of the providers where the environment, for tests, replaces them. */
static void
check_addresses(struct options *o)
{
	for (size_t k = 0; providers[k] != NULL; k++) {
		for (size_t i = 0; i < PROVIDER_URLS_MAX; i++) {
			const struct provider_url *standard = &providers[k]->urls[i];
			const char *url = provider_url(providers[k], i);

			if (url == standard->standard)
				continue;
			if (!http_url_allowed(url, true) || strpbrk(url, "?#") != NULL)
				cli_usage("%s: neither https nor http to 127.0.0.1 or ::1",
				    standard->variable);
			o->loopback = true;
		}
	}
}

void
options_parse(struct options *o, int argc, char **argv)
{
	int key;

	describe_providers();
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
	if (o->wish.id != NULL)
		find_owner(o);
	check_addresses(o);
}

void
options_clear(struct options *o)
{
	free(o->wish.artist);
	free(o->wish.title);
}
