/* SPDX-License-Identifier: MIT */
#ifndef FEATURES_SOUNDS_H
#define FEATURES_SOUNDS_H

/*
 * What the tags of the set audioset say of music.
 */
enum sound {
	SOUND_NONE,  /* no tag of the set */
	SOUND_OTHER, /* speech, silence, noise, an engine, ... */
	SOUND_MUSIC, /* music, or what only music has: singing, instruments, moods */
	SOUND_KIND,  /* a kind of music */
};

/*
 * A track is music if the most probable tag of music or its kinds is at least so, by the mean over
 * the track's rows (docs/audioset.md 6 has what that keeps and what it rejects).
 */
#define SOUNDS_MUSIC_MIN 0.25

/* of a column, "tag_..." */
enum sound
sound_find(const char *column);

#endif
