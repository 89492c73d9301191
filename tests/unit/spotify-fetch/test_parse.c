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
#include "spotify-fetch/parse.h"
#include "spotify-fetch/query.h"

static bool
token(const char *text, struct token *t)
{
	return parse_token(text, strlen(text), t);
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
	char text[PARSE_TOKEN_MAX + 100];
	struct token t;

	(void)state;
	snprintf(text, sizeof(text), "{\"token_type\":\"Bearer\",\"access_token\":\"%0*d\"}",
	    PARSE_TOKEN_MAX, 0);
	assert_true(token(text, &t));
	snprintf(text, sizeof(text), "{\"token_type\":\"Bearer\",\"access_token\":\"%0*d\"}",
	    PARSE_TOKEN_MAX + 1, 0);
	assert_false(token(text, &t));
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
	struct track_list list;

	(void)state;
	assert_true(parse_spotify_search(text, strlen(text), 10, &list));
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
	assert_true(parse_spotify_search(text, strlen(text), 1, &list));
	assert_int_equal(list.n, 1);
	track_list_clear(&list);
	assert_false(parse_spotify_search(text, strlen(text) - 2, 10, &list));
	assert_false(parse_spotify_search("{\"tracks\":[]}", 13, 10, &list));
	assert_true(parse_spotify_is_quota("{\"error\":{\"reason\":\"QUOTA_EXCEEDED\"}}", 37));
	assert_false(parse_spotify_is_quota("Too many requests", 17));
}

static enum parse_deezer
deezer_track(const char *text, struct track *t)
{
	return parse_deezer_track(text, strlen(text), t);
}

static void
deezer(void **state)
{
	struct track_list list;
	struct track t;

	(void)state;
	assert_int_equal(deezer_track("{\"error\":{\"code\":4}}", &t), PARSE_DEEZER_QUOTA);
	assert_int_equal(
	    deezer_track("{\"error\":{\"code\":800},\"title\":\"x\"}", &t), PARSE_DEEZER_NO_DATA);
	assert_int_equal(deezer_track("{\"error\":{\"code\":\"4\"}}", &t), PARSE_DEEZER_BAD);
	assert_int_equal(deezer_track("{\"error\":[]}", &t), PARSE_DEEZER_BAD);
	assert_int_equal(deezer_track("{}", &t), PARSE_DEEZER_BAD);
	assert_int_equal(deezer_track("<html>", &t), PARSE_DEEZER_BAD);
	assert_int_equal(parse_deezer_search("{\"data\":[]}", 11, 9, &list), PARSE_DEEZER_OK);
	assert_int_equal(list.n, 0);
	assert_int_equal(parse_deezer_search("{\"data\":{}}", 11, 9, &list), PARSE_DEEZER_BAD);
	assert_int_equal(deezer_track("{\"id\":4503599627370497,\"title\":\"A\",\"title_version\":"
				      "\"(Live)\",\"preview\":\"\",\"duration\":-1}",
			     &t),
	    PARSE_DEEZER_OK);
	assert_string_equal(t.title, "A (Live)");
	assert_string_equal(t.id, "4503599627370497");
	assert_null(t.preview_url);
	assert_true(t.duration_s == -1);
	track_clear(&t);
	assert_int_equal(
	    deezer_track("{\"id\":9007199254740994,\"title\":\"A\"}", &t), PARSE_DEEZER_OK);
	assert_string_equal(t.id, ""); /* past 2^53 a number is not exact */
	track_clear(&t);
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
	assert_true(track_is_deezer_id("4100000001"));
	assert_false(track_is_deezer_id("12345678901234567"));
	assert_false(track_is_deezer_id(""));
	assert_true(track_is_spotify_id("fakeTrack0000000000001"));
	assert_false(track_is_spotify_id("fakeTrack000000000000/"));
}

static void
queries(void **state)
{
	char *url = query_add(
	    query_add(query_new("http://h//", "/p"), "q", "a b&c+#%\"\303\274"), "l", "1");

	(void)state;
	assert_string_equal(url, "http://h/p?q=a%20b%26c%2B%23%25%22%C3%BC&l=1");
	free(url);
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
	    cmocka_unit_test(codes),
	    cmocka_unit_test(queries),
	    cmocka_unit_test(mp3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
