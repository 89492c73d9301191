/* SPDX-License-Identifier: MIT */
#include "tracks.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

static void
track_clear(struct track_mean *track)
{
	free(track->name);
	free(track->p);
	*track = (struct track_mean){0};
}

/* the track being read is complete */
static void
close_track(struct tracks *tracks)
{
	struct track_mean *open = &tracks->open;

	if (open->name == NULL)
		return;
	for (size_t i = 0; i < tracks->n_classes; i++) {
		open->p[i] /= (double)open->n_rows;
		if (open->p[i] > open->p[open->winner])
			open->winner = i;
	}
	tracks->n_tracks++;
	tracks->n_won[open->winner]++;
	if (tracks->n_kept < tracks->max_kept) {
		tracks->kept[tracks->n_kept++] = *open;
		*open = (struct track_mean){0};
	} else {
		track_clear(open);
	}
}

/* a segment of the first track goes into the picture over time */
static void
add_segment(struct tracks *tracks, const struct predictions_row *row)
{
	size_t n = tracks->n_segments, width = tracks->n_classes;

	if (tracks->untimed)
		return;
	if (!row->has_start || *row->segment == '\0' || n == TRACKS_SEGMENTS_MAX ||
	    (n > 0 && row->start_s <= tracks->starts_s[n - 1])) {
		tracks->untimed = true;
		tracks->n_segments = 0;
		return;
	}
	xgrow(&tracks->starts_s, &tracks->cap_starts, n + 1, sizeof(*tracks->starts_s));
	xgrow(&tracks->segment_p, &tracks->cap_p, (n + 1) * width, sizeof(*tracks->segment_p));
	tracks->starts_s[n] = row->start_s;
	memcpy(tracks->segment_p + n * width, row->p, width * sizeof(*row->p));
	tracks->n_segments++;
}

void
tracks_init(struct tracks *tracks, const char *const *classes, size_t n_classes, size_t max_kept)
{
	*tracks = (struct tracks){
	    .classes = classes,
	    .n_classes = n_classes,
	    .max_kept = max_kept,
	};
	tracks->kept = xcalloc(max_kept, sizeof(*tracks->kept));
	tracks->n_won = xcalloc(n_classes, sizeof(*tracks->n_won));
}

void
tracks_add(struct tracks *tracks, const struct predictions_row *row)
{
	struct track_mean *open = &tracks->open;
	bool is_segment = *row->segment != '\0';

	if (open->name == NULL || !is_segment || !tracks->open_segments ||
	    strcmp(open->name, row->track) != 0) {
		close_track(tracks);
		open->name = xstrdup(row->track);
		open->p = xcalloc(tracks->n_classes, sizeof(*open->p));
		tracks->open_segments = is_segment;
	}
	for (size_t i = 0; i < tracks->n_classes; i++)
		open->p[i] += row->p[i];
	open->n_rows++;
	if (tracks->n_tracks == 0)
		add_segment(tracks, row);
}

void
tracks_finish(struct tracks *tracks)
{
	close_track(tracks);
}

void
tracks_clear(struct tracks *tracks)
{
	for (size_t i = 0; i < tracks->n_kept; i++)
		track_clear(&tracks->kept[i]);
	track_clear(&tracks->open);
	free(tracks->kept);
	free(tracks->n_won);
	free(tracks->starts_s);
	free(tracks->segment_p);
}
