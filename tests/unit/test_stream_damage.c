/* SPDX-License-Identifier: MIT */
/* What a reader finds behind damage. */
#include "stream_example.h"

static void
test_resync(void **state)
{
	/*
	 * the second track is damaged; its payload holds a false beginning that is not on its own
	 * line
	 */
	const char *text =
	    TRACK "MGC1 pcm n=4\n1234MGC1 end frames=1\n"
		  "MGC1 track id=bad label= rate=10 ch=1 fmt=f32le\nMGC1 pcm n=xx\n"
		  "12 MGC1 track id=no\n\nMGC1 tracks id=no\n\n"
		  "MGC1 track id=c label= rate=10 ch=1 fmt=f32le\nMGC1 end frames=0\n"
		  "MGC1 eos tracks=3 failed=0\n";
	struct stream_reader *r = stream_reader_new(input_from_memory(text, strlen(text), "s"));
	struct stream_item item;

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(stream_read(r, &item), 1);
	assert_string_equal(item.track->id, "bad");
	assert_int_equal(stream_read(r, &item), -1);
	assert_says(stream_error(r), "s: track bad: ");
	assert_int_equal(stream_resync(r), 1);
	assert_int_equal(stream_read(r, &item), 1);
	assert_int_equal(item.type, STREAM_TRACK);
	assert_string_equal(item.track->id, "c");
	assert_int_equal(stream_read(r, &item), 1);
	assert_int_equal(stream_read(r, &item), 0);
	assert_int_equal(stream_n_failed(r), 1);
	stream_reader_free(r);
	r = stream_reader_new(input_from_memory("MGC1 x\nMGC1 y=\n", 15, "s"));
	assert_int_equal(stream_read(r, &item), -1);
	assert_int_equal(stream_resync(r), 0);
	assert_int_equal(stream_n_failed(r), 1);
	stream_reader_free(r);
}

/* a stream that was damaged may still come to its end, and one that does not has none */
static void
test_resync_to_the_end(void **state)
{
	static const struct {
		const char *text;
		bool ends;
	} cases[] = {
	    {TRACK "MGC1 pcm n=4\n1234MGC1 end frames=2\n" EOS1, true},
	    {TRACK "MGC1 pcm n=4\n1234rubbish\n" EOS1, true},
	    {TRACK "MGC1 pcm n=4\n1234\n\n\nMGC1 \nMGC1 eos\n" EOS1, true},
	    {TRACK "MGC1 pcm n=4\n1234" EOS1, true}, /* the track does not end, the stream does */
	    {TRACK "MGC1 pcm n=4\n1234MGC1 end frames=1\nMGC1 eos tracks=2 failed=0\n", true},
	    {TRACK "MGC1 pcm n=4\n1234MGC1 end frames=1\nMGC1 eos tracks=1\n", false},
	    {TRACK "MGC1 pcm n=4\n1234MGC1 end frames=1\n", false},
	    {TRACK "MGC1 pcm n=4\n1234rubbish\n", false},
	    {TRACK "MGC1 pcm n=4\n12", false},
	    {TRACK "MGC1 pcm n=4\n1234rubbish\nMGC1 eos tr", false},
	    {TRACK "rubbish\n" TRACK "MGC1 pcm n=4\n1234MGC1 end frames=1\n", false},
	    {"", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = cases[i].text;
		struct stream_reader *r =
		    stream_reader_new(input_from_memory(text, strlen(text), "s"));
		struct stream_item item;
		int rc;

		do {
			while ((rc = stream_read(r, &item)) > 0)
				;
		} while (rc < 0 && stream_resync(r) == 1);
		assert_int_equal(rc == 0, cases[i].ends);
		if (cases[i].ends)
			assert_int_equal(stream_n_failed(r), 1);
		stream_reader_free(r);
	}
}

/* after each kind of damage the next track is found, even when it follows at once */
static void
test_resync_at_once(void **state)
{
	static const char *const damage[] = {"rubbish\n", "MGC1 pcm n=6\n", "MGC1 end frames=7\n",
	    "MGC1 end\n", "MGC1 seg i=4\n", "MGC1 note a\n", "MGC1 pcm n=8\n12345678\n",
	    "MGC1 pcm n=8\n\0\0\x80\x7f\0\0\x80\x7f\n", ""};

	(void)state;
	for (size_t i = 0; i < sizeof(damage) / sizeof(damage[0]); i++) {
		char text[1000];
		size_t len = (size_t)sprintf(text, TRACK "MGC1 pcm n=4\n1234"), damage_len;
		struct stream_reader *r;
		struct stream_item item;
		int rc;

		damage_len = i == 7 ? 22 : strlen(damage[i]);
		memcpy(text + len, damage[i], damage_len);
		len += damage_len;
		len += (size_t)sprintf(text + len,
		    "MGC1 track id=next label= rate=10 ch=1 fmt=f32le\n"
		    "MGC1 end frames=0\n" EOS1);
		r = stream_reader_new(input_from_memory(text, len, "s"));
		while ((rc = stream_read(r, &item)) > 0)
			;
		assert_int_equal(rc, -1);
		assert_int_equal(stream_resync(r), 1);
		assert_int_equal(stream_read(r, &item), 1);
		assert_int_equal(item.type, STREAM_TRACK);
		assert_string_equal(item.track->id, "next");
		assert_int_equal(stream_read(r, &item), 1);
		assert_int_equal(stream_read(r, &item), 0);
		assert_int_equal(stream_n_failed(r), 1);
		stream_reader_free(r);
	}
}

/* a flipped bit anywhere: an error or other content, never a crash; resync ends */
static void
test_every_flipped_bit(void **state)
{
	struct text t = {0};

	(void)state;
	write_example(&t, true);
	for (size_t i = 0; i < t.len * 8; i++) {
		struct stream_reader *r;
		struct stream_item item;
		int rc;

		t.data[i / 8] ^= (char)(1 << i % 8);
		r = stream_reader_new(input_from_memory(t.data, t.len, "s"));
		do {
			while ((rc = stream_read(r, &item)) > 0)
				;
		} while (rc < 0 && stream_resync(r) == 1);
		stream_reader_free(r);
		t.data[i / 8] ^= (char)(1 << i % 8);
	}
	free(t.data);
}

RUN_TESTS(cmocka_unit_test(test_resync), cmocka_unit_test(test_resync_to_the_end),
    cmocka_unit_test(test_resync_at_once), cmocka_unit_test(test_every_flipped_bit))
