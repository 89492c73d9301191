/* SPDX-License-Identifier: MIT */
#include "features/sounds.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "features/audioset_tags_priv.h"

struct tag {
	const char *column;
	enum audioset_output output;
};

#define TAG(column, output) {#column, AUDIOSET_##column},

static const struct tag tags[] = {AUDIOSET_TAGS(TAG)};

static bool
within(enum audioset_output x, enum audioset_output first, enum audioset_output last)
{
	return first <= x && x <= last;
}

enum sound
sound_find(const char *column)
{
	size_t i = 0;

	while (i < sizeof(tags) / sizeof(tags[0]) && strcmp(tags[i].column, column) != 0)
		i++;
	if (i == sizeof(tags) / sizeof(tags[0]))
		return SOUND_NONE;
	if (within(tags[i].output, AUDIOSET_KINDS_FIRST, AUDIOSET_KINDS_LAST))
		return SOUND_KIND;
	if (within(tags[i].output, AUDIOSET_MUSIC_FIRST, AUDIOSET_MUSIC_LAST) ||
	    within(tags[i].output, AUDIOSET_SINGING_FIRST, AUDIOSET_SINGING_LAST))
		return SOUND_MUSIC;
	return SOUND_OTHER;
}
