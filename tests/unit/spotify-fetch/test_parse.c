/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "spotify-fetch/mp3.h"
#include "spotify-fetch/provider.h"
#include "spotify-fetch/token.h"

static bool
token(const char *text, struct token *t)
{
	return token_parse(text, strlen(text), t);
}

static void
tokens(void **state)
{
	struct token t;

	(void)state;
	assert_true(
	    token("{\"access_token\":\"a-B_1\",\"token_type\":\"bEARER\",\"expires_in\":60}", &t));
	assert_string_equal(t.text, "a-B_1");
	assert_true(t.expires_in_s == 60);
	assert_true(token("{\"access_token\":\"a\",\"token_type\":\"Bearer\"}", &t));
	assert_true(t.expires_in_s == 0); /* not said: not to be kept */
	assert_false(token("{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"Bearer\"}", &t));
	assert_false(token("{\"access_token\":\"\",\"token_type\":\"Bearer\"}", &t));
	assert_false(token("{\"access_token\":\"a\",\"token_type\":\"mac\"}", &t));
	assert_false(token("{\"Access_Token\":\"a\",\"token_type\":\"Bearer\"}", &t));
	assert_false(token("{\"access_token\":1,\"token_type\":\"Bearer\"}", &t));
	assert_false(token("[]", &t));
	assert_false(token("", &t));
}

static void
long_token(void **state)
{
	char text[TOKEN_MAX + 100];
	struct token t;

	(void)state;
	snprintf(text, sizeof(text), "{\"token_type\":\"Bearer\",\"access_token\":\"%0*d\"}",
	    TOKEN_MAX, 0);
	assert_true(token(text, &t));
	snprintf(text, sizeof(text), "{\"token_type\":\"Bearer\",\"access_token\":\"%0*d\"}",
	    TOKEN_MAX + 1, 0);
	assert_false(token(text, &t));
}

static enum client_busy
busy(const struct provider *p, long status, const char *text)
{
	struct http_response r = {.status = status, .body = (char *)text, .body_len = strlen(text)};

	return p->service.busy(&r);
}

static void
spotify(void **state)
{
	static const char text[] =
	    "{\"tracks\":{\"items\":[null,1,{},{\"name\":\"\"},{\"name\":\"A\\u0000B\",\"artists\":"
	    "[null,{\"name\":\"X\"},{\"name\":\"X\"},{\"name\":7}],\"id\":\"../../me\","
	    "\"duration_ms\":1e12,\"external_ids\":{\"isrc\":\"bad\"},\"preview_url\":\"file:///"
	    "x\"},"
	    "{\"name\":\"C\",\"artists\":{\"name\":\"X\"},\"id\":\"fakeTrack0000000000001\","
	    "\"duration_ms\":61000,\"external_ids\":{\"isrc\":\"zzfak2600001\"},"
	    "\"preview_url\":\"https://p.example/x y\"}]}} ";
	const struct provider *p = provider_find("spotify");
	struct track_list list;

	(void)state;
	assert_int_equal(p->parse_search(text, strlen(text), 10, &list), PARSED);
	assert_int_equal(list.n, 2);
	assert_string_equal(list.tracks[0].title, "A");
	assert_string_equal(list.tracks[0].artist, "X");
	assert_int_equal(list.tracks[0].n_artists, 1);
	assert_string_equal(list.tracks[0].id, "");
	assert_string_equal(list.tracks[0].isrc, "");
	assert_true(list.tracks[0].duration_s == -1);
	assert_null(list.tracks[0].preview_url);
	assert_string_equal(list.tracks[1].artist, "unknown artist");
	assert_string_equal(list.tracks[1].id, "fakeTrack0000000000001");
	assert_string_equal(list.tracks[1].isrc, "ZZFAK2600001");
	assert_true(list.tracks[1].duration_s == 61);
	assert_null(list.tracks[1].preview_url);
	track_list_clear(&list);
	assert_int_equal(p->parse_search(text, strlen(text), 1, &list), PARSED);
	assert_int_equal(list.n, 1);
	track_list_clear(&list);
	assert_int_equal(p->parse_search(text, strlen(text) - 2, 10, &list), PARSED_BAD);
	assert_int_equal(p->parse_search("{\"tracks\":[]}", 13, 10, &list), PARSED_BAD);
	assert_int_equal(
	    busy(p, 429, "{\"error\":{\"reason\":\"QUOTA_EXCEEDED\"}}"), CLIENT_EXHAUSTED);
	assert_int_equal(busy(p, 429, "Too many requests"), CLIENT_READY);
}

static enum parsed
deezer_track(const char *text, struct track *t)
{
	return provider_find("deezer")->parse_track(text, strlen(text), t);
}

static void
deezer(void **state)
{
	const struct provider *p = provider_find("deezer");
	struct track_list list;
	struct track t;

	(void)state;
	assert_int_equal(deezer_track("{\"error\":{\"code\":4}}", &t), PARSED_BUSY);
	assert_int_equal(
	    deezer_track("{\"error\":{\"code\":800},\"title\":\"x\"}", &t), PARSED_NO_TRACK);
	assert_int_equal(deezer_track("{\"error\":{\"code\":\"4\"}}", &t), PARSED_BAD);
	assert_int_equal(busy(p, 200, "{\"error\":{\"code\":4}}"), CLIENT_BUSY);
	assert_int_equal(busy(p, 200, "{\"error\":{\"code\":800}}"), CLIENT_READY);
	assert_int_equal(busy(p, 429, ""), CLIENT_READY); /* by its status alone */
	assert_int_equal(deezer_track("{\"error\":[]}", &t), PARSED_BAD);
	assert_int_equal(deezer_track("{}", &t), PARSED_BAD);
	assert_int_equal(deezer_track("<html>", &t), PARSED_BAD);
	assert_int_equal(p->parse_search("{\"data\":[]}", 11, 9, &list), PARSED);
	assert_int_equal(list.n, 0);
	assert_int_equal(p->parse_search("{\"data\":{}}", 11, 9, &list), PARSED_BAD);
	assert_int_equal(deezer_track("{\"id\":4503599627370497,\"title\":\"A\",\"title_version\":"
				      "\"(Live)\",\"preview\":\"\",\"duration\":-1}",
			     &t),
	    PARSED);
	assert_string_equal(t.title, "A (Live)");
	assert_string_equal(t.id, "4503599627370497");
	assert_null(t.preview_url);
	assert_true(t.duration_s == -1);
	track_clear(&t);
	assert_int_equal(deezer_track("{\"id\":9007199254740994,\"title\":\"A\"}", &t), PARSED);
	assert_string_equal(t.id, ""); /* past 2^53 a number is not exact */
	track_clear(&t);
}

static enum parsed
jamendo_track(const char *text, struct track *t)
{
	return provider_find("jamendo")->parse_track(text, strlen(text), t);
}

#define GOOD "{\"headers\":{\"status\":\"success\",\"code\":0},\"results\":"

static void
jamendo(void **state)
{
	const struct provider *p = provider_find("jamendo");
	struct track_list list;
	struct track t;

	(void)state;
	assert_int_equal(
	    jamendo_track("{\"headers\":{\"status\":\"failed\",\"code\":6}}", &t), PARSED_BUSY);
	assert_int_equal(
	    jamendo_track("{\"headers\":{\"status\":\"failed\",\"code\":5}}", &t), PARSED_REFUSED);
	assert_int_equal(
	    jamendo_track("{\"headers\":{\"status\":\"failed\",\"code\":11}}", &t), PARSED_REFUSED);
	assert_int_equal(jamendo_track("{\"headers\":{\"status\":\"failed\",\"code\":0},"
				       "\"results\":[{\"name\":\"A\"}]}",
			     &t),
	    PARSED_BAD);
	assert_int_equal(
	    jamendo_track("{\"headers\":{\"code\":0},\"results\":[]}", &t), PARSED_BAD);
	assert_int_equal(jamendo_track("{\"results\":[{\"name\":\"A\"}]}", &t), PARSED_BAD);
	assert_int_equal(jamendo_track(GOOD "{}}", &t), PARSED_BAD);
	assert_int_equal(jamendo_track(GOOD "[1]}", &t), PARSED_BAD);
	assert_int_equal(jamendo_track(GOOD "[]}", &t), PARSED_NO_TRACK);
	assert_int_equal(p->parse_search(GOOD "{}}", strlen(GOOD) + 3, 9, &list), PARSED_BAD);
	assert_int_equal(
	    busy(p, 200, "{\"headers\":{\"status\":\"failed\",\"code\":6}}"), CLIENT_BUSY);
	assert_int_equal(
	    busy(p, 200, "{\"headers\":{\"status\":\"failed\",\"code\":5}}"), CLIENT_READY);
	assert_int_equal(
	    jamendo_track(GOOD
		"[{\"id\":168,\"name\":\"A\",\"artist_name\":\"B\",\"duration\":183,"
		"\"releasedate\":\"2004-12-17\",\"audiodownload\":\"https://x.example/168\","
		"\"license_ccurl\":\"http://creativecommons.org/licenses/by-nc-sa/2.0/fr/\","
		"\"audiodownload_allowed\":true}]}",
		&t),
	    PARSED);
	assert_string_equal(t.id, "168");
	assert_string_equal(t.artist, "B");
	assert_string_equal(t.licence, "cc-by-nc-sa-2.0-fr");
	assert_string_equal(t.preview_url, "https://x.example/168");
	assert_true(t.duration_s == 183 && t.year == 2004);
	track_clear(&t);
	assert_int_equal(
	    jamendo_track(GOOD
		"[{\"id\":\"0168\",\"name\":\"A\",\"audiodownload\":\"https://x.example/168\"}]}",
		&t),
	    PARSED);
	assert_string_equal(t.id, "");
	assert_string_equal(t.licence, "");
	assert_null(t.preview_url); /* nothing says that it is allowed */
	track_clear(&t);
}

static void
is_licence(const char *url, const char *want)
{
	char name[LICENCE_MAX + 1];

	licence_of(url, name);
	assert_string_equal(name, want);
}

static void
licences(void **state)
{
	(void)state;
	is_licence("http://creativecommons.org/licenses/by/3.0/", "cc-by-3.0");
	is_licence("https://www.CreativeCommons.org/licenses/by-nc-nd/4.0", "cc-by-nc-nd-4.0");
	is_licence(
	    "http://creativecommons.org/licenses/by-sa/2.5/scotland/", "cc-by-sa-2.5-scotland");
	is_licence("http://creativecommons.org/licenses/by/3.0/de/deed.en", "cc-by-3.0-de");
	is_licence("http://creativecommons.org/licenses/by/3.0/deed.en", "cc-by-3.0");
	is_licence("https://creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0");
	is_licence("http://creativecommons.org/licenses/sampling+/1.0/", "");
	is_licence("http://creativecommons.org/licenses/by/", "");
	is_licence("http://creativecommons.org/licenses/by/three/", "");
	is_licence("http://creativecommons.org/licenses/by/3.0/../../by-nc/3.0/", "");
	is_licence("http://creativecommons.org.example/licenses/by/3.0/", "");
	is_licence("http://example.org/http://creativecommons.org/licenses/by/3.0/", "");
	is_licence("", "");
	assert_true(licence_is_in("cc-by,cc-by-sa", "cc-by-3.0"));
	assert_true(licence_is_in("cc-by,cc-by-sa", "cc-by-sa-3.0-de"));
	assert_false(licence_is_in("cc-by", "cc-by-sa-3.0"));
	assert_false(licence_is_in("cc-by", "cc-by-nc-3.0"));
	assert_true(licence_is_in("cc0,cc-by-3.0", "cc-by-3.0"));
	assert_false(licence_is_in("cc0,cc-by-3.0", "cc-by-3.0-de"));
	assert_false(licence_is_in("cc0,cc-by-3.0", "cc-by-4.0"));
	assert_false(licence_is_in("cc-by", ""));
	assert_false(licence_is_in("cc-by", "cc"));
	assert_true(licence_list_has("cc-by,cc-by-nc-sa", "sa"));
	assert_true(licence_list_has("cc-by,cc-by-nc-sa", "nc"));
	assert_false(licence_list_has("cc-by,cc-by-nc-sa", "nd"));
	assert_null(licence_list_check("cc-by,cc-by-nc-nd-4.0,cc0"));
	assert_non_null(licence_list_check("cc-by,,cc0"));
	assert_non_null(licence_list_check("cc-by-sa-nc"));
	assert_non_null(licence_list_check("CC-BY"));
}

static void
codes(void **state)
{
	char isrc[TRACK_ISRC_LEN + 1];

	(void)state;
	assert_true(track_parse_isrc("us-rc1-76-07839", isrc));
	assert_string_equal(isrc, "USRC17607839");
	assert_false(track_parse_isrc("USRC1760783", isrc));
	assert_false(track_parse_isrc("USRC176078399", isrc));
	assert_false(track_parse_isrc("USRC1/607839", isrc));
	assert_false(track_parse_isrc("12RC17607839", isrc));
}

/* What every provider must be, whatever it does. */
static void
complete(void **state)
{
	(void)state;
	assert_non_null(provider_without_credentials()); /* else --provider auto may have nobody */
	for (size_t i = 0; providers[i] != NULL; i++) {
		const struct provider *p = providers[i];

		assert_ptr_equal(provider_find(p->name), p);
		assert_non_null(strstr(provider_names(), p->name));
		assert_non_null(p->service.name);
		assert_non_null(p->urls[0].variable);
		assert_ptr_equal(provider_url(p, 0), p->urls[0].standard);
		assert_memory_equal(p->urls[0].standard, "https://", 8);
		assert_non_null(p->id_form);
		assert_non_null(p->link_host);
		assert_true(p->credentials == NULL || p->credentials[0].id != NULL);
		assert_true(p->bytes_max > 0);
		assert_true(p->search != NULL && p->by_isrc != NULL && p->by_id != NULL);
		assert_false(p->is_id(""));
		assert_false(p->is_id("../x"));
		assert_false(p->is_id("1?x=y"));
	}
	assert_null(provider_find("auto"));
	assert_null(provider_find(""));
}

static void
ids(void **state)
{
	static const struct {
		const char *text, *only, *owner, *id;
	} cases[] = {
	    {"4100000001", NULL, "deezer", "4100000001"},
	    {"4100000001?x", "deezer", "deezer", "4100000001"},
	    {"4100000001", "spotify", NULL, ""},
	    {"12345678901234567", NULL, NULL, ""},
	    {"fakeTrack0000000000001", NULL, "spotify", "fakeTrack0000000000001"},
	    {"0000000000000000000001", NULL, "spotify", "0000000000000000000001"},
	    {"fakeTrack000000000000/", NULL, NULL, ""},
	    {"spotify:track:fakeTrack0000000000001?x", NULL, "spotify", "fakeTrack0000000000001"},
	    {"spotify:track:4100000001", NULL, NULL, ""},
	    {"spotify", NULL, NULL, ""},
	    {"https://www.deezer.com/pt-br/track/1", NULL, "deezer", "1"},
	    {"https://www.deezer.com/intl-es-419/track/1", NULL, NULL, ""},
	    {"https://www.deezer.com/track/", NULL, NULL, ""},
	    {"https://www.deezer.com/track/1/2", NULL, NULL, ""},
	    {"https://www.deezer.com/track/1%2f2", NULL, NULL, ""},
	    {"https://www.deezer.com/de/fr/track/1", NULL, NULL, ""},
	    {"ftp://www.deezer.com/track/1", NULL, NULL, ""},
	    {"https://deezer.com/track/1", "spotify", NULL, ""},
	    {"/track/1", NULL, NULL, ""},
	    {"168", "jamendo", "jamendo", "168"},
	    {"0168", "jamendo", NULL, ""},
	    {"https://www.jamendo.com/track/168/a-name", NULL, "jamendo", "168"},
	    {"jamendo.com/de/track/168", NULL, "jamendo", "168"},
	    {"https://www.jamendo.com/album/168", NULL, NULL, ""},
	};
	char id[TRACK_ID_MAX + 1], why[PROVIDER_WHY_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct provider *only =
		    cases[i].only != NULL ? provider_find(cases[i].only) : NULL;
		const struct provider *p = provider_of_id(cases[i].text, only, id, why);

		if (cases[i].owner == NULL
			? p != NULL || why[0] == '\0'
			: p != provider_find(cases[i].owner) || strcmp(id, cases[i].id) != 0)
			fail_msg("%s", cases[i].text);
	}
}

static void
mp3(void **state)
{
	unsigned char data[2000] = {0xff, 0xfb, 0x90, 0x64}; /* 128 kbit/s, 44.1 kHz: 417 bytes */
	unsigned char tagged[2000] = "ID3\004\0\0\0\0\001\002"; /* 130 bytes follow */

	(void)state;
	assert_null(mp3_check(data, 417));
	assert_string_equal(mp3_check(data, 416), "cut short");
	assert_string_equal(mp3_check("", 0), "empty");
	assert_string_equal(mp3_check("<html></html>", 13), "no MP3");
	assert_string_equal(mp3_check("ID3", 3), "no MP3");
	memcpy(tagged + 140, data, 417);
	assert_null(mp3_check(tagged, 557));
	assert_non_null(mp3_check(tagged, 556));
	assert_string_equal(mp3_check(tagged, 140), "cut short");
	data[1] = 0xfd; /* layer II */
	assert_string_equal(mp3_check(data, 417), "no MP3");
	data[1] = 0xfb;
	data[2] = 0xf0; /* no such bit rate */
	assert_string_equal(mp3_check(data, 417), "no MP3");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tokens),
	    cmocka_unit_test(long_token),
	    cmocka_unit_test(spotify),
	    cmocka_unit_test(deezer),
	    cmocka_unit_test(jamendo),
	    cmocka_unit_test(licences),
	    cmocka_unit_test(codes),
	    cmocka_unit_test(complete),
	    cmocka_unit_test(ids),
	    cmocka_unit_test(mp3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
