/* SPDX-License-Identifier: MIT */
#include "io/mpeg.h"

#include <string.h>

#define ID3_HEADER_LEN ((size_t)10) /* and that of the footer */
#define ID3_HAS_FOOTER 0x10

bool
mpeg_read_header(const unsigned char *p, struct mpeg_frame *frame)
{
	/* kbit/s: MPEG 1 layers 1, 2, 3; MPEG 2 and 2.5 layer 1, layers 2 and 3 */
	static const short kbits[5][15] = {
	    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
	    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
	    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
	    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
	};
	static const int rates[3] = {44100, 48000, 32000}; /* Hz, of MPEG 1 */
	int version = p[1] >> 3 & 3;                       /* 3: MPEG 1, 2: MPEG 2, 0: 2.5 */
	int layer = 4 - (p[1] >> 1 & 3);
	int bitrate = p[2] >> 4, rate = p[2] >> 2 & 3, padding = p[2] >> 1 & 1;
	bool first = version == 3;
	int bit_s, hz;

	if (p[0] != 0xff || (p[1] & 0xe0) != 0xe0 || version == 1 || layer == 4 || bitrate == 0 ||
	    bitrate == 15 || rate == 3)
		return false;
	bit_s = 1000 * kbits[first ? layer - 1 : layer == 1 ? 3 : 4][bitrate];
	hz = rates[rate] >> (first ? 0 : version == 2 ? 1 : 2);
	frame->layer = layer;
	/* 384 samples in slots of 4 bytes; 1152, of MPEG 2 layer 3 half of them, in slots of 1 */
	if (layer == 1)
		frame->len = (size_t)(12 * bit_s / hz + padding) * 4;
	else
		frame->len = (size_t)((layer == 3 && !first ? 72 : 144) * bit_s / hz + padding);
	return true;
}

size_t
mpeg_id3_len(const unsigned char *p, size_t len)
{
	size_t size;

	if (len < ID3_HEADER_LEN || memcmp(p, "ID3", 3) != 0)
		return 0;
	/* 28 bits, seven in a byte */
	size = (size_t)(p[6] & 0x7f) << 21 | (size_t)(p[7] & 0x7f) << 14 |
	    (size_t)(p[8] & 0x7f) << 7 | (size_t)(p[9] & 0x7f);
	return ID3_HEADER_LEN + size + ((p[5] & ID3_HAS_FOOTER) != 0 ? ID3_HEADER_LEN : 0);
}
