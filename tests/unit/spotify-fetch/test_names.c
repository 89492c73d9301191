/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "spotify-fetch/clean.h"
#include "spotify-fetch/fold.h"
#include "spotify-fetch/match.h"

static void
is_cleaned(const char *name, const char *want)
{
	char *got = clean_name(name);

	assert_string_equal(got, want);
	free(got);
}

static void
cleaning(void **state)
{
	(void)state;
	is_cleaned("", "");
	is_cleaned("  a\t\r\n b\v ", "a b");
	is_cleaned("\033[31mred\007\177", "[31mred");
	is_cleaned("a\302\233b\302\205c", "ab c");                  /* C1; next line is a space */
	is_cleaned("\342\200\256gnp\342\201\246x\330\234", "gnpx"); /* bidirectional */
	is_cleaned("a\342\200\213b\357\273\277c\302\255d", "abcd"); /* no width */
	is_cleaned("a\342\200\250b", "a b");                        /* line separator */
	is_cleaned("\363\240\201\201x", "x");                       /* tag character */
	is_cleaned("a\377b\300\257c\355\240\200d",
	    "a\357\277\275b\357\277\275\357\277\275"
	    "c\357\277\275\357\277\275\357\277\275"
	    "d");                                           /* not UTF-8 */
	is_cleaned("\342\202", "\357\277\275\357\277\275"); /* cut short */
	is_cleaned("\360\237\221\251\342\200\215\360\237\216\244\357\270\217",
	    "\360\237\221\251\342\200\215\360\237\216\244\357\270\217"); /* joined emoji */
	is_cleaned("a\343\205\244b", "ab"); /* Hangul filler: a blank that is no white space */
	is_cleaned(
	    "Se\303\261al \316\261 \360\237\216\265", "Se\303\261al \316\261 \360\237\216\265");
}

static void
cleaning_bounds(void **state)
{
	char name[5001], *got;

	(void)state;
	for (size_t len = CLEAN_MAX - 6; len < CLEAN_MAX + 9; len++) {
		memset(name, 'N', len);
		name[len] = '\0';
		got = clean_name(name);
		assert_true(strlen(got) <= CLEAN_MAX);
		assert_int_equal(len <= CLEAN_MAX, strcmp(got, name) == 0);
		free(got);
	}
	for (size_t i = 0; i < 5000; i += 2)
		memcpy(name + i, "\303\261", 2);
	name[5000] = '\0';
	got = clean_name(name);
	assert_int_equal(strlen(got), CLEAN_MAX - 1); /* no letter is cut in two */
	assert_string_equal(got + strlen(got) - 3, "...");
	free(got);
}

static void
is_folded(const char *name, const char *want)
{
	char *got = fold_name(name);

	assert_string_equal(got, want);
	free(got);
}

static void
folding(void **state)
{
	(void)state;
	is_folded("", "");
	is_folded("!!!", "");
	is_folded("  The  BEATLES. ", "the beatles");
	is_folded("Beyonc\303\251", "beyonce");
	is_folded("Beyonce\314\201", "beyonce"); /* accent as a mark of its own */
	is_folded("Mot\303\266rhead \303\206\303\230\303\237 \305\201", "motorhead aeoss l");
	is_folded("Don't / Don\342\200\231t", "dont dont");
	is_folded("Simon & Garfunkel + Co", "simon and garfunkel and co");
	is_folded("AC/DC", "ac dc");
	is_folded("\316\223\316\265\316\271\316\254", "\316\263\316\265\316\271\316\261");
	is_folded("\320\232\320\270\320\275\320\276", "\320\272\320\270\320\275\320\276");
	is_folded("\357\274\241\357\274\242\343\200\200\345\261\261", "ab \345\261\261");
	is_folded("Tr\341\272\247n", "tran");
	is_folded("\377\376", "");
	is_folded("\303\206on \305\222uvre \304\260\304\261", "aeon oeuvre ii");
	is_folded("\357\254\201re \304\262 \305\200a", "fire ij la"); /* ligatures, Catalan l */
	is_folded("STRASSE stra\303\237e \341\272\236", "strasse strasse ss");
	is_folded("\317\203\317\202\316\243", "\317\203\317\203\317\203"); /* sigmas */
	is_folded("\320\201\321\226", "\320\265\321\226");     /* Cyrillic io, dotted i */
	is_folded("a\342\200\215b\357\270\217", "ab");         /* joiner, selector */
	is_folded("\342\230\205 x", "\342\230\205 x");         /* a star is a name */
	is_folded("\360\235\220\200\360\235\220\201", "ab");   /* mathematical bold */
	is_folded("\352\260\200", "\341\204\200\341\205\241"); /* Hangul, taken apart */
}

/* accents go, but the marks that make other letters of other scripts do not */
static void
folding_marks(void **state)
{
	static const char *const differ[][2] = {
	    {"\343\201\213", "\343\201\214"},             /* Hiragana ka, ga */
	    {"\340\244\225\340\244\277", "\340\244\225"}, /* Devanagari ki, ka */
	    {"\340\270\201\340\270\264", "\340\270\201"}, /* Thai */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(differ) / sizeof(differ[0]); i++) {
		char *a = fold_name(differ[i][0]), *b = fold_name(differ[i][1]);

		assert_string_not_equal(a, b);
		free(a);
		free(b);
	}
}

static void
titles(void **state)
{
	static const struct {
		const char *wanted, *found;
		enum match match;
	} cases[] = {
	    {"Lorem Waltz", "lorem waltz!", MATCH_EXACT},
	    {"Lorem Waltz", "Lorem Waltz (feat. Foxes)", MATCH_EXACT},
	    {"Lorem Waltz (feat. A)", "Lorem Waltz ft. A & B", MATCH_EXACT},
	    {"Lorem Waltz", "Lorem Waltz - Remastered 2011", MATCH_REMASTER},
	    {"Lorem Waltz - 2011 Remaster", "Lorem Waltz (Remastered 2011)", MATCH_REMASTER},
	    {"Lorem Waltz [Mono]", "Lorem Waltz", MATCH_REMASTER},
	    {"Lorem Waltz - Live", "Lorem Waltz (Live)", MATCH_EXACT},
	    {"Lorem Waltz", "Lorem Waltz (Live)", MATCH_NONE},
	    {"Lorem Waltz", "Lorem Waltz (Live / Remastered)", MATCH_NONE},
	    {"Lorem Waltz - Live", "Lorem Waltz", MATCH_NONE},
	    {"Lorem Waltz", "Lorem Waltz (Karaoke Version)", MATCH_NONE},
	    {"Lorem Waltz", "Lorem Waltz - Foo Remix", MATCH_NONE},
	    {"Lorem Waltz", "Lorem Waltz (Part 2)", MATCH_NONE},
	    {"(I Can't Get No) Lorem", "I Can\342\200\231t Get No Lorem", MATCH_EXACT},
	    {"Live and Let Lorem", "Live And Let Lorem", MATCH_EXACT},
	    {"Lorem (", "Lorem", MATCH_EXACT},
	    {"!!!", "???", MATCH_NONE},
	    {"!!!", "!!!", MATCH_EXACT},
	    {"", "x", MATCH_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (match_title(cases[i].wanted, cases[i].found) != cases[i].match)
			fail_msg("%s | %s", cases[i].wanted, cases[i].found);
	}
}

static void
versions(void **state)
{
	char *plain;

	(void)state;
	assert_true(match_is_other_version("Lorem", "Lorem (Live)"));
	assert_true(match_is_other_version("", "Lorem - Karaoke"));
	assert_true(match_is_other_version("Lorem", "Lorem (In the Style of X)"));
	assert_false(match_is_other_version("Lorem live", "Lorem (Live)"));
	assert_false(match_is_other_version("Lorem", "Live Lorem"));
	assert_false(match_is_other_version("Lorem", "Lorem (Remastered)"));
	assert_false(match_is_other_version("Lorem", "Lorem (Alive)"));
	plain = match_plain_title("Lorem (feat. X) - Live [Remastered]");
	assert_string_equal(plain, "Lorem - Live");
	free(plain);
}

static void
artists(void **state)
{
	char a[] = "A", b_and_c[] = "The B\303\251 & C", all[] = "A, The B\303\251 & C", c[] = "C";
	char unknown[] = "unknown artist";
	struct track t = {
	    .artist = all, .artists = {a, b_and_c}, .n_artists = 2, .duration_s = 200};
	struct track u = {.artist = c, .artists = {c}, .n_artists = 1, .duration_s = 203};
	struct track none = {.artist = unknown, .duration_s = -1};

	(void)state;
	assert_true(match_artist("a", &t));
	assert_true(match_artist("be and c", &t));
	assert_true(match_artist("A & The Be & C", &t));
	assert_false(match_artist("B", &t));
	assert_false(match_artist("", &t));
	assert_false(match_artist("unknown artist", &none));
	assert_false(match_artists(&u, &t));
	assert_true(match_artists(&t, &t));
	assert_false(match_artists(&none, &none));
	assert_true(match_duration(&t, &u));
	u.duration_s = 203.1;
	assert_false(match_duration(&t, &u));
	assert_false(match_duration(&none, &none));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cleaning),
	    cmocka_unit_test(cleaning_bounds),
	    cmocka_unit_test(folding),
	    cmocka_unit_test(folding_marks),
	    cmocka_unit_test(titles),
	    cmocka_unit_test(versions),
	    cmocka_unit_test(artists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
