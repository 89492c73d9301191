/* SPDX-License-Identifier: MIT */
#include "foreign.h"

#include <string.h>

#define ADTS_HEADER_LEN 7
#define CHAIN 3 /* headers that must follow one another where there is no better mark */
#define TS_PACKET_LEN 188

/* what a file begins with */
struct magic {
	size_t at, len;
	const char *bytes;
	size_t at2;
	const char *bytes2; /* four more, NULL: that is all */
	struct foreign format;
};

static const struct magic magics[] = {
    {4, 4, "ftyp", 0, NULL, {"mov", false, true, true}},
    {4, 4, "moov", 0, NULL, {"mov", false, true, true}},
    {4, 4, "mdat", 0, NULL, {"mov", false, true, true}},
    {4, 4, "wide", 0, NULL, {"mov", false, true, true}},
    {0, 4, "\x1a\x45\xdf\xa3", 0, NULL, {"matroska", false, false}},
    {0, 8, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", 0, NULL, {"asf", false, true}},
    {0, 4, "MAC ", 0, NULL, {"ape", false, true}},
    {0, 4, "wvpk", 0, NULL, {"wv", false, true, true}},
    {0, 4, "TTA1", 0, NULL, {"tta", false, true, true}},
    {0, 4, "tBaK", 0, NULL, {"tak", false, true}},
    {0, 3, "MP+", 0, NULL, {"mpc", false, true}},
    {0, 4, "MPCK", 0, NULL, {"mpc8", false, true}},
    {0, 4, "DSD ", 0, NULL, {"dsf", false, true}},
    {0, 4, "FRM8", 12, "DSD ", {"iff", false, true}},
    {0, 4, "FORM", 8, "8SVX", {"iff", true, true}},
    {0, 5, "#!AMR", 0, NULL, {"amr", false, false}},
    {0, 4, "\x7f\xfe\x80\x01", 0, NULL, {"dts", false, false}},
    {0, 4, "\xfe\x7f\x01\x80", 0, NULL, {"dts", false, false}},
    {0, 8, "DTSHDHDR", 0, NULL, {"dtshd", false, false}},
    {0, 4, "FLV\1", 0, NULL, {"flv", false, false}},
    {0, 4, ".RMF", 0, NULL, {"rm", false, false}},
    {0, 4, ".ra\xfd", 0, NULL, {"rm", false, false}},
    {0, 4, "\0\0\1\xba", 0, NULL, {"mpeg", false, false}},
    {0, 3, "ea3", 0, NULL, {"oma", false, false}},
    {0, 4, "RIFF", 8, "AVI ", {"avi", false, false}},
    {0, 4, "RIFF", 8, "XWMA", {"xwma", false, true}},
    {0, 4, "RIFF", 8, "WAVE", {"wav", true, true}},
    {0, 4, "RF64", 8, "WAVE", {"wav", true, true}},
    {0, 4, "FORM", 8, "AIFC", {"aiff", true, true}},
    {0, 4, "caff", 0, NULL, {"caf", true, true}},
    {0, 4, "OggS", 0, NULL, {"ogg", true, false}},
};

#define N_MAGICS ((int)(sizeof(magics) / sizeof(magics[0])))

/* what has no such mark */
enum { ADTS, TS, AC3, EAC3, N_UNMARKED };
static const struct foreign unmarked[N_UNMARKED] = {
    {"aac", false, false}, {"mpegts", false, false}, {"ac3", false, false}, {"eac3", false, false}};

static bool
has(const unsigned char *head, size_t len, size_t at, const char *bytes, size_t n)
{
	return at + n <= len && memcmp(head + at, bytes, n) == 0;
}

/* AAC as it is broadcast: headers of ADTS (ISO 13818-7, 6.2) that follow one another */
static bool
is_adts(const unsigned char *p, size_t len)
{
	for (int i = 0; i < CHAIN; i++) {
		size_t frame_len;

		if (len < ADTS_HEADER_LEN)
			return i > 0;
		frame_len = (size_t)(p[3] & 3) << 11 | (size_t)p[4] << 3 | p[5] >> 5;
		if (p[0] != 0xff || (p[1] & 0xf6) != 0xf0 || (p[2] >> 2 & 15) > 12 ||
		    frame_len < ADTS_HEADER_LEN)
			return false;
		if (frame_len >= len)
			return true;
		p += frame_len;
		len -= frame_len;
	}
	return true;
}

static bool
is_transport_stream(const unsigned char *p, size_t len)
{
	for (size_t i = 0; i < CHAIN; i++) {
		if (len <= i * TS_PACKET_LEN || p[i * TS_PACKET_LEN] != 0x47)
			return false;
	}
	return true;
}

/* AC-3 (ATSC A/52, 5.3): the 16 kinds of sample rates and the id of the syntax are no more */
static bool
is_ac3(const unsigned char *p, size_t len)
{
	return len >= 6 && p[0] == 0x0b && p[1] == 0x77 && p[5] >> 3 <= 16;
}

const struct foreign *
foreign_find(const unsigned char *head, size_t len)
{
	for (int i = 0; i < N_MAGICS; i++) {
		const struct magic *m = &magics[i];

		if (has(head, len, m->at, m->bytes, m->len) &&
		    (m->bytes2 == NULL || has(head, len, m->at2, m->bytes2, 4)))
			return &m->format;
	}
	if (is_ac3(head, len))
		return &unmarked[head[5] >> 3 > 10 ? EAC3 : AC3];
	return is_adts(head, len)            ? &unmarked[ADTS]
	    : is_transport_stream(head, len) ? &unmarked[TS]
					     : NULL;
}

int
foreign_number(const struct foreign *format)
{
	for (int i = 0; i < N_MAGICS + N_UNMARKED; i++) {
		if (foreign_numbered(i) == format)
			return i;
	}
	return -1;
}

const struct foreign *
foreign_numbered(int number)
{
	if (number < 0 || number >= N_MAGICS + N_UNMARKED)
		return NULL;
	return number < N_MAGICS ? &magics[number].format : &unmarked[number - N_MAGICS];
}
