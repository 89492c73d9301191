/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "train/tracks.h"

struct world {
	struct feature_table *t;
	struct dataset *d;
	struct track_index *index;
	struct row_list rows;
	char error[512];
};

static struct world
make_world(void)
{
	static const char text[] =
	    "track,label,x\nblues.00001,b,1\ngenres/jazz/a.mp3,j,2\n"
	    "blues.00001,b,3\nblues.00002,b,4\nx/same.wav,j,5\ny/same.wav,j,6\n";
	struct csv_reader *r = csv_reader_new(input_from_memory(text, strlen(text), "t.csv"));
	struct role_names names = {0};
	struct world w = {0};

	w.t = feature_table_read(r, &names);
	csv_reader_free(r);
	w.d = dataset_new(w.t, w.error, sizeof(w.error));
	w.index = track_index_new(w.d);
	w.rows.rows = malloc(w.d->n_rows * sizeof(size_t));
	return w;
}

static void
end_world(struct world *w)
{
	free(w->rows.rows);
	track_index_free(w->index);
	dataset_free(w->d);
	feature_table_free(w->t);
}

/* reads text as a list (or pairs); what it returns */
static int
read_text(struct world *w, const char *text, bool pairs, size_t *n_unknown)
{
	char *path;
	FILE *f = unit_file(&path);
	int rc;

	fputs(text, f);
	fclose(f);
	w->error[0] = '\0';
	rc = pairs ? track_index_read_pairs(w->index, path, w->d, w->error, sizeof(w->error))
		   : track_index_read_list(
			 w->index, path, &w->rows, n_unknown, w->error, sizeof(w->error));
	unlink(path);
	free(path);
	return rc;
}

static void
test_list(void **state)
{
	struct world w = make_world();
	size_t n_unknown;

	(void)state;
	assert_int_equal(read_text(&w, "# a list\n\nblues/blues.00001.wav\r\njazz/none.wav\n",
			     false, &n_unknown),
	    0);
	assert_int_equal(n_unknown, 1);
	assert_int_equal(w.rows.n, 2);
	assert_int_equal(w.rows.rows[1], 2);
	/* by its id, and by its name under another folder and ending; no last line end */
	assert_int_equal(read_text(&w, "blues.00002\na.flac", false, &n_unknown), 0);
	assert_int_equal(n_unknown, 0);
	assert_int_equal(w.rows.n, 2);
	assert_int_equal(w.rows.rows[0], 1);
	/* an ending is no number: the two blues are not one */
	assert_int_equal(read_text(&w, "blues.00003\nx/same.wav\n", false, &n_unknown), 0);
	assert_int_equal(n_unknown, 1);
	assert_int_equal(w.rows.rows[0], 4);
	assert_int_equal(read_text(&w, "y/same.flac\n", false, &n_unknown), 0);
	assert_int_equal(w.rows.rows[0], 5);
	/* as much of the path as is shared decides */
	assert_int_equal(read_text(&w, "music/x/same.ogg\n", false, &n_unknown), 0);
	assert_int_equal(w.rows.n, 1);
	assert_int_equal(w.rows.rows[0], 4);
	assert_int_equal(read_text(&w, "a.mp3\nz/same.mp3\n", false, &n_unknown), -1);
	assert_says(w.error, "line 2: 'z/same.mp3' is the name of several tracks");
	assert_int_equal(read_text(&w, "rock\n", false, &n_unknown), -1);
	assert_says(w.error, "names no track of the table");
	assert_int_equal(track_index_read_list(
			     w.index, "/nowhere", &w.rows, &n_unknown, w.error, sizeof(w.error)),
	    -1);
	assert_says(w.error, "/nowhere: No such file");
	end_world(&w);
}

static void
test_pairs(void **state)
{
	struct world w = make_world();

	(void)state;
	assert_int_equal(w.d->n_groups, 5);
	assert_int_equal(read_text(&w, "a.wav none\nblues.00002\ta.mp3\n", true, NULL), 0);
	assert_int_equal(w.d->n_groups, 4);
	assert_int_equal(w.d->group[1], w.d->group[3]);
	assert_int_not_equal(w.d->group[0], w.d->group[1]);
	assert_int_equal(w.d->group[5], 3); /* the last one moved up */
	assert_int_equal(w.d->n_tracks, 5);
	/* a chain is one group, and saying it twice changes nothing */
	assert_int_equal(read_text(&w, "blues.00001 blues.00002\nblues.00001 a\n", true, NULL), 0);
	assert_int_equal(w.d->n_groups, 3);
	for (int i = 0; i < 4; i++)
		assert_int_equal(w.d->group[i], 0);
	for (size_t i = 4; i < 6; i++)
		assert_int_equal(w.d->group_label[w.d->group[i]], w.d->label[i]);
	assert_int_equal(read_text(&w, "blues.00001\n", true, NULL), -1);
	assert_says(w.error, "line 1: 'blues.00001' is one name, not two");
	end_world(&w);
}

RUN_TESTS(cmocka_unit_test(test_list), cmocka_unit_test(test_pairs))
