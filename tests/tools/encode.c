/* SPDX-License-Identifier: MIT */
/*
 * A tone as a file in one of the formats that libsndfile writes:
 * encode flac|ogg|opus|mp3|aiff|au|caf|w64|adpcm CHANNELS RATE FRAMES HZ FILE.
 * Its channels differ: each is half as loud as the one before. Status 4: this libsndfile does not
 * write the format.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <sndfile.h>

#include "base/die.h"
#include "base/num.h"

#define PI 3.14159265358979323846
#define CANNOT 4

static const struct {
	const char *name;
	int format;
} formats[] = {
    {"flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
    {"ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
    {"opus", SF_FORMAT_OGG | SF_FORMAT_OPUS},
    {"mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III},
    {"aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16},
    {"au", SF_FORMAT_AU | SF_FORMAT_PCM_16},
    {"caf", SF_FORMAT_CAF | SF_FORMAT_PCM_16},
    {"w64", SF_FORMAT_W64 | SF_FORMAT_PCM_16},
    {"adpcm", SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM},
};

int
main(int argc, char **argv)
{
	int64_t channels = 0, rate = 0, frames = 0, hz = 0;
	SF_INFO info = {0};
	SNDFILE *f;
	float frame[8];

	die_set_program("encode");
	if (argc != 7 || num_parse_int(argv[2], 1, 8, &channels) != NULL ||
	    num_parse_int(argv[3], 1, 768000, &rate) != NULL ||
	    num_parse_int(argv[4], 1, 1 << 30, &frames) != NULL ||
	    num_parse_int(argv[5], 1, 100000, &hz) != NULL)
		die("usage: encode FORMAT CHANNELS RATE FRAMES HZ FILE");
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(argv[1], formats[i].name) == 0)
			info.format = formats[i].format;
	}
	info.channels = (int)channels;
	info.samplerate = (int)rate;
	f = info.format != 0 && sf_format_check(&info) ? sf_open(argv[6], SFM_WRITE, &info) : NULL;
	if (f == NULL)
		return CANNOT;
	for (int64_t i = 0; i < frames; i++) {
		double x = 0.7 * sin(2 * PI * (double)hz * (double)i / (double)rate);

		for (int64_t c = 0; c < channels; c++, x /= 2)
			frame[c] = (float)x;
		if (sf_writef_float(f, frame, 1) != 1)
			die("cannot write %s", argv[6]);
	}
	return sf_close(f) != 0;
}
