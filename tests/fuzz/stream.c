/* SPDX-License-Identifier: MIT */
/* The stream reader, through every item and resync to the end; what it gives is looked at. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/stream.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct stream_reader *r = stream_reader_new(input_from_memory(data, len, "fuzz"));
	struct stream_item item;
	int64_t left = -1; /* frames that the open segment must still bring */
	int rc;

	do {
		while ((rc = stream_read(r, &item)) > 0) {
			if (*item.track->id == '\0' || strlen(item.track->label) > STREAM_LINE_MAX)
				abort();
			switch (item.type) {
			case STREAM_SEGMENT:
				left = item.segment_frames;
				break;
			case STREAM_SAMPLES:
				for (size_t i = 0; i < item.n_frames * (size_t)item.track->channels;
				     i++) {
					if (!(item.samples[i] - item.samples[i] == 0))
						abort();
				}
				left -= item.segment >= 0 ? (int64_t)item.n_frames : 0;
				break;
			case STREAM_SEGMENT_END:
				if (left != 0)
					abort();
				break;
			case STREAM_TRACK:
			case STREAM_TRACK_END:
			case STREAM_TRACK_FAIL:
				break;
			}
		}
	} while (rc < 0 && *stream_error(r) != '\0' && stream_resync(r) == 1);
	stream_reader_free(r);
	return 0;
}
