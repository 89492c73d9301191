/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "cli/cli.h"
#include "net/http.h"
#include "retry.h"
#include "track.h"

#define MIB ((int64_t)1024 * 1024)
#define BYTES_MAX (1024 * MIB)

static const char *
parse_provider(const char *arg, void *to)
{
	const struct provider *p = provider_find(arg);

	if (p == NULL && strcmp(arg, "auto") != 0)
		cli_usage("--provider: '%s': not auto, %s", arg, provider_names());
	*(const struct provider **)to = p;
	return NULL;
}

static const char *
parse_list(const char *arg, void *to)
{
	enum list_form form = arg == NULL || strcmp(arg, "tsv") == 0 ? LIST_TSV
	    : strcmp(arg, "json") == 0                               ? LIST_JSON
								     : LIST_NONE;

	*(enum list_form *)to = form;
	return form == LIST_NONE ? "not tsv or json" : NULL;
}

static const char *
parse_market(const char *arg, void *to)
{
	char *market = to;

	for (int i = 0; i < 2; i++) {
		char c = arg[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c < 'A' || c > 'Z')
			return "not a country of two letters";
		market[i] = c;
	}
	return arg[2] == '\0' ? NULL : "not a country of two letters";
}

/* a name as it goes into a query, in place of one given before */
static const char *
parse_name(const char *arg, void *to)
{
	char **name = to;

	free(*name);
	*name = clean_name(arg);
	return **name == '\0' ? "empty" : NULL;
}

static const char *
parse_isrc(const char *arg, void *to)
{
	static char isrc[TRACK_ISRC_LEN + 1];

	*(const char **)to = isrc;
	return track_parse_isrc(arg, isrc) ? NULL : "not an ISRC, like USRC17607839";
}

static const char *
parse_licences(const char *arg, void *to)
{
	*(const char **)to = arg;
	return licence_list_check(arg);
}

static char provider_help[160]; /* see describe_providers */

#define AT(field) CLI_AT(struct fetch_options, field)

static const struct cli_option table[] = {
    {'a', "artist", "NAME", "search for this artist", CLI_PARSE, AT(wish.artist),
	.parse = parse_name},
    {'t', "title", "NAME", "search for this title", CLI_PARSE, AT(wish.title), .parse = parse_name},
    {0, "id", "ID", "take the track with this id of a service, or a link to it", CLI_TEXT,
	AT(wish.id)},
    {0, "tag", "GENRE", "take tracks of this genre, where a service knows genres", CLI_PARSE,
	AT(wish.tag), .parse = parse_name},
    {0, "isrc", "CODE", "take the track with this ISRC", CLI_PARSE, AT(wish.isrc),
	.parse = parse_isrc},
    {0, "provider", "NAME", provider_help, CLI_PARSE, AT(provider), "auto",
	.parse = parse_provider},
    {0, "market", "CC", "country to search for, where it matters", CLI_PARSE, AT(market), "US",
	.parse = parse_market},
    {0, "list", "[=tsv|json]", "write what the search finds, fetch nothing (default tsv)",
	CLI_PARSE, AT(list), .parse = parse_list},
    {0, "pick", "N", "take number N of the list", CLI_INTEGER, AT(pick), NULL, 0,
	CATALOGUE_COUNT_MAX - 1},
    {0, "first", NULL, "take the first that agrees with artist and title", CLI_FLAG, AT(first)},
    {0, "strict", NULL, "with --first: never one that does not agree", CLI_FLAG, AT(wish.strict)},
    {0, "count", "N", "longest list", CLI_INTEGER, AT(wish.count), CLI_STRING(CATALOGUE_COUNT), 1,
	CATALOGUE_COUNT_MAX},
    {0, "offset", "N", "leave out the first N of a genre", CLI_INTEGER, AT(wish.offset), NULL, 0,
	1e6},
    {0, "licence", "NAME,...", "take only what is under one of these licences: cc-by,cc-by-sa",
	CLI_PARSE, AT(wish.licences), .parse = parse_licences},
    {0, "chosen", "FILE", "also write to FILE what was taken, a line as --list has it", CLI_TEXT,
	AT(chosen)},
    {0, "env-file", "FILE", "read credentials from FILE (default .env)", CLI_TEXT, AT(env_file)},
    {0, "timeout", "S", "seconds for each request", CLI_NUMBER, AT(timeout_s), "30", 0.1, 3600},
    {0, "max-wait", "S", "longest wait before asking again", CLI_NUMBER, AT(max_wait_s), "30", 0,
	86400},
    {0, "attempts", "N", "how often a service that is busy is asked", CLI_INTEGER, AT(attempts),
	CLI_STRING(RETRY_ATTEMPTS), 1, 10},
    {0, "max-bytes", "N", "largest preview (default 8 MiB, of whole songs 64 MiB)", CLI_INTEGER,
	AT(max_bytes), NULL, 1, (double)BYTES_MAX},
    {0, "no-cache", NULL, "do not keep access tokens between runs", CLI_FLAG, AT(no_cache)},
    CLI_OUTPUT(AT(output)),
    CLI_QUIET(AT(quiet)),
    CLI_VERBOSE(AT(verbose)),
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-spotify-fetch",
    .operands = "",
    .summary = "Finds a song at a music service and writes its preview as MP3.",
    .example = "mgc-spotify-fetch -a 'The Beatles' -t 'Let It Be' --first -o preview.mp3",
    .options = table,
};

/* Writes the help of the option that lists the providers, before it is asked for. */
static void
describe_providers(void)
{
	snprintf(provider_help, sizeof(provider_help), "auto, %s", provider_names());
}

static void
check(const struct fetch_options *o)
{
	const struct wish *w = &o->wish;
	bool words = w->artist != NULL || w->title != NULL;

	if (words + (w->id != NULL) + (w->isrc != NULL) + (w->tag != NULL) > 1)
		cli_usage("only one of --id, --isrc, --tag, and --artist with --title");
	if (w->offset > 0 && w->tag == NULL)
		cli_usage("--offset goes with --tag");
	if (o->pick >= (long)w->count)
		cli_usage("--pick: %ld: the list ends with %zu, unless --count says more", o->pick,
		    w->count - 1);
	if (o->list != LIST_NONE && o->chosen != NULL)
		cli_usage("--list takes none: no --chosen");
	if ((o->list != LIST_NONE) + (o->pick >= 0) + o->first > 1)
		cli_usage("only one of --list, --pick and --first");
}

/* the bare id in the place of what stands for it, and whose it is */
static void
find_owner(struct fetch_options *o)
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
check_addresses(struct fetch_options *o)
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
fetch_options_parse(struct fetch_options *o, int argc, char **argv)
{
	describe_providers();
	*o = (struct fetch_options){.pick = -1};
	cli_parse(&program, argc, argv, o);
	check(o);
	if (o->wish.id != NULL)
		find_owner(o);
	check_addresses(o);
}

void
fetch_options_clear(struct fetch_options *o)
{
	free(o->wish.artist);
	free(o->wish.title);
	free(o->wish.tag);
}
