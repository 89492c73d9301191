/* SPDX-License-Identifier: MIT */
/* Bare samples: the first byte says how many channels, the rest is the track or refused. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "split/raw.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct raw_format format = {.rate = 22050, .channels = len > 0 ? 1 + data[0] % 8 : 1};
	size_t n_frames = 0, skipped = len > 0 ? 1 : 0;
	struct raw_reader *r =
	    raw_reader_new(input_from_memory(data + skipped, len - skipped, "fuzz"), &format, "x");
	struct stream_item item;
	int rc;

	while ((rc = raw_read(r, &item)) > 0) {
		if (item.type != STREAM_SAMPLES)
			continue;
		n_frames += item.n_frames;
		for (size_t i = 0; i < item.n_frames * (size_t)format.channels; i++) {
			if (!isfinite(item.samples[i]))
				abort();
		}
	}
	if ((rc < 0) != (*raw_error(r) != '\0') || n_frames > len)
		abort();
	raw_reader_free(r);
	return 0;
}
