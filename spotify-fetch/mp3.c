/* SPDX-License-Identifier: MIT */
#include "mp3.h"

#include <string.h>

#define TAG_HEADER_LEN ((size_t)10)
#define FRAME_HEADER_LEN ((size_t)4)
#define GAP_MAX ((size_t)4096) /* padding some writers leave between tag and first frame */

/* Bytes of the ID3v2 tag at the front (id3.org, ID3v2.4.0 structure, 3.1), 0 without one. */
static size_t
tag_len(const unsigned char *p, size_t len)
{
	size_t size;

	if (len < TAG_HEADER_LEN || memcmp(p, "ID3", 3) != 0)
		return 0;
	size = (size_t)(p[6] & 0x7f) << 21 | (size_t)(p[7] & 0x7f) << 14 |
	       (size_t)(p[8] & 0x7f) << 7 | (size_t)(p[9] & 0x7f);
	return TAG_HEADER_LEN + size + ((p[5] & 0x10) != 0 ? TAG_HEADER_LEN : 0); /* with footer */
}

/* Bytes of the layer III frame whose header is at p (ISO 11172-3, 2.4.1.3), 0 if none begins. */
static size_t
frame_len(const unsigned char *p)
{
	static const int kbit_1[] = {
	    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
	static const int kbit_2[] = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
	static const long rates[] = {44100, 48000, 32000};
	int version = p[1] >> 3 & 3, layer = p[1] >> 1 & 3; /* version 3: MPEG 1, 2: 2, 0: 2.5 */
	int bitrate = p[2] >> 4, rate = p[2] >> 2 & 3;
	long hz, kbit;

	if (p[0] != 0xff || (p[1] & 0xe0) != 0xe0 || version == 1 || layer != 1 || bitrate == 0 ||
	    bitrate == 15 || rate == 3)
		return 0;
	hz = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
	kbit = version == 3 ? kbit_1[bitrate] : kbit_2[bitrate];
	return (size_t)((version == 3 ? 144 : 72) * 1000 * kbit / hz) + (p[2] >> 1 & 1);
}

const char *
mp3_check(const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t at = tag_len(p, len), gap = at > 0 ? GAP_MAX : 0;

	if (len == 0)
		return "empty";
	for (size_t i = at; i <= at + gap && i + FRAME_HEADER_LEN <= len; i++) {
		size_t frame = frame_len(p + i);

		if (frame > 0)
			return i + frame <= len ? NULL : "cut short";
	}
	return at >= len ? "cut short" : "no MP3";
}
