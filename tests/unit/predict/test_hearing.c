/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "features/sounds.h"
#include "predict/hearing.h"

struct table {
	struct csv_reader *csv;
	struct hearing *hearing;
};

static struct table
open_table(const char *text)
{
	struct csv_reader *csv = csv_reader_new(input_from_memory(text, strlen(text), "h.csv"));

	return (struct table){csv, hearing_new(csv)};
}

static void
close_table(struct table *t)
{
	hearing_free(t->hearing);
	csv_reader_free(t->csv);
}

#define HEADER "track,front_end,tag_blues,tag_jazz,tag_music,tag_silence,tag_speech\n"
#define A "a,audioset/32000,0.5,0.125,0.75,0,0\n"
#define B "b,audioset/32000,0,0,0.125,0.25,0.75\n"

static void
check(struct table *t, const char *track, double music, const char *sounds_like, const char *status)
{
	const struct heard *heard = hearing_of(t->hearing, track);

	assert_non_null(heard);
	assert_near(heard->music, music, 0);
	assert_string_equal(heard->sounds_like, sounds_like);
	if (status != NULL)
		assert_string_equal(heard->status, status);
	else
		assert_null(heard->status);
}

static void
test_music_and_speech(void **state)
{
	struct table t = open_table(HEADER A B);

	(void)state;
	check(&t, "a", 0.75, "blues 0.50; jazz 0.12", NULL);
	check(&t, "b", 0.125, "speech 0.75; silence 0.25", "no music (speech 0.75)");
	assert_int_equal(hearing_finish(t.hearing), 0);
	assert_string_equal(hearing_error(t.hearing), "");
	close_table(&t);
}

static void
test_any_order(void **state)
{
	struct table t = open_table(HEADER A B);

	(void)state;
	check(&t, "b", 0.125, "speech 0.75; silence 0.25", "no music (speech 0.75)");
	check(&t, "c", -1, "", "not heard");
	check(&t, "a", 0.75, "blues 0.50; jazz 0.12", NULL);
	check(&t, "a", 0.75, "blues 0.50; jazz 0.12", NULL);
	close_table(&t);
}

/* the mean of rows that are not silent; a short one is better than nothing */
static void
test_rows(void **state)
{
	struct table t = open_table(HEADER "a,audioset/32000,0,0,1,0,0\n"
					   "a,audioset/32000/silent,0,0,0,1,1\n"
					   "a,audioset/32000/short,0,0.5,0,0,0\n"
					   "b,audioset/32000/silent,0,0,0,1,1\n");

	(void)state;
	check(&t, "a", 0.5, "jazz 0.25; blues 0.00", NULL);
	check(&t, "b", -1, "", NULL);
	close_table(&t);
}

/* three, and up to two more where they are probable */
static void
test_how_many(void **state)
{
	struct table t = open_table(
	    "track,tag_blues,tag_country,tag_disco,tag_funk,tag_jazz,tag_music,tag_reggae\n"
	    "a,0.1,0.2,0.3,0.4,0.5,0.6,0.7\nb,0.05,0.04,0.03,0.02,0,0.9,0\n"
	    "c,0.2,0.3,0.4,0.1,0,0,0\n");

	(void)state;
	check(&t, "a", 0.7, "reggae 0.70; jazz 0.50; funk 0.40; disco 0.30; country 0.20", NULL);
	check(&t, "b", 0.9, "blues 0.05; country 0.04; disco 0.03", NULL);
	check(&t, "c", 0.4, "disco 0.40; country 0.30; blues 0.20; funk 0.10", NULL);
	close_table(&t);
}

static void
test_threshold(void **state)
{
	struct table t = open_table("track,tag_guitar,tag_singing,tag_engine\n"
				    "a,0.25,0,1\nb,0,0.25,1\nc,0.2499,0.2499,1\n");

	(void)state;
	check(&t, "a", SOUNDS_MUSIC_MIN, "", NULL);
	check(&t, "b", SOUNDS_MUSIC_MIN, "", NULL);
	check(&t, "c", 0.2499, "engine 1.00", "no music (engine 1.00)");
	close_table(&t);
}

/* no more of a live table is read than it takes */
static void
test_reads_no_further(void **state)
{
	struct table t = open_table(HEADER A B "b,audioset/32000,x,0,0,0,0\n");

	(void)state;
	check(&t, "a", 0.75, "blues 0.50; jazz 0.12", NULL);
	assert_null(hearing_of(t.hearing, "b"));
	assert_says(hearing_error(t.hearing), "h.csv: line 4: column tag_blues: 'x'");
	close_table(&t);
}

static void
refused(const char *text, const char *why)
{
	struct table t = open_table(text);

	if (t.hearing != NULL)
		assert_int_equal(hearing_finish(t.hearing), -1);
	assert_says(csv_error(t.csv), why);
	close_table(&t);
}

static void
test_what_is_refused(void **state)
{
	(void)state;
	refused("", "empty");
	refused("track,x\na,1\n", "no column tag_... of the set audioset");
	refused("track,tag_speech\na,1\n", "no column tag_... of the set audioset");
	refused("tag_music\n1\n", "no column 'track'");
	refused("track,tag_music\na,1.5\n", "line 2");
	refused("track,tag_music\na,-1\n", "line 2");
	refused("track,tag_music\na,1", "cut short");
	refused("track,tag_music\na,1\nb,1\na,1\n", "line 4: track 'a' comes again");
	refused("track,front_end,tag_music\na,x/1,1\nb,y/1,1\n", "in the rows before");
}

static void
test_sounds(void **state)
{
	(void)state;
	assert_int_equal(sound_find("tag_music"), SOUND_MUSIC);
	assert_int_equal(sound_find("tag_pop_music"), SOUND_KIND);
	assert_int_equal(sound_find("tag_independent_music"), SOUND_KIND);
	assert_int_equal(sound_find("tag_song"), SOUND_MUSIC);
	assert_int_equal(sound_find("tag_scratching_performance_technique"), SOUND_MUSIC);
	assert_int_equal(sound_find("tag_singing"), SOUND_MUSIC);
	assert_int_equal(sound_find("tag_rapping"), SOUND_MUSIC);
	assert_int_equal(sound_find("tag_groan"), SOUND_OTHER);
	assert_int_equal(sound_find("tag_wind"), SOUND_OTHER);
	assert_int_equal(sound_find("tag_applause"), SOUND_OTHER);
	assert_int_equal(sound_find("tag_musi"), SOUND_NONE);
	assert_int_equal(sound_find("emb_000"), SOUND_NONE);
}

RUN_TESTS(cmocka_unit_test(test_music_and_speech), cmocka_unit_test(test_any_order),
    cmocka_unit_test(test_rows), cmocka_unit_test(test_how_many), cmocka_unit_test(test_threshold),
    cmocka_unit_test(test_reads_no_further), cmocka_unit_test(test_what_is_refused),
    cmocka_unit_test(test_sounds))
