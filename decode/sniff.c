/* SPDX-License-Identifier: MIT */
#include "sniff.h"

#include <string.h>

#include "io/mpeg.h"

#define CHAIN 3         /* frame headers that must follow one another */
#define FREE_LEN_MIN 24 /* of a frame without a bit rate; libmpg123 takes no longer ones */
#define FREE_LEN_MAX 3456
#define SEARCH 64 * 1024 /* how far behind other bytes the first may begin */

static bool
begins(const unsigned char *p, size_t len, const char *magic)
{
	return len >= strlen(magic) && memcmp(p, magic, strlen(magic)) == 0;
}

/* whether frames begin at p; those that the bytes end before count */
static bool
is_chain(const unsigned char *p, size_t len)
{
	for (int i = 0; i < CHAIN; i++) {
		struct mpeg_frame frame;

		if (len < MPEG_HEADER_LEN)
			return i > 0;
		if (!mpeg_read_header(p, &frame))
			return false;
		if (frame.len >= len)
			return true;
		p += frame.len;
		len -= frame.len;
	}
	return true;
}

/* whether two headers are of one stream without a bit rate */
static bool
are_free_alike(const unsigned char *p, const unsigned char *q)
{
	bool is_header = p[0] == 0xff && (p[1] & 0xe0) == 0xe0 && (p[1] & 0x18) != 0x08 &&
	    (p[1] & 0x06) != 0 && (p[2] & 0xf0) == 0 && (p[2] & 0x0c) != 0x0c;

	/* all but padding, how stereo is coded, and what steers nothing */
	return is_header && p[0] == q[0] && p[1] == q[1] && (p[2] & 0xfc) == (q[2] & 0xfc) &&
	    ((p[3] & 0xc0) == 0xc0) == ((q[3] & 0xc0) == 0xc0);
}

size_t
sniff_free_frame_len(const unsigned char *head, size_t len)
{
	for (size_t step = FREE_LEN_MIN; step < FREE_LEN_MAX && 2 * step + 9 < len; step++) {
		const unsigned char *next = head + step;
		bool is_layer_1 = (head[1] & 0x06) == 0x06;
		size_t slot = is_layer_1 ? 4 : 1;
		const unsigned char *third =
		    next + step - (head[2] & 2 ? slot : 0) + (next[2] & 2 ? slot : 0);

		if (are_free_alike(head, next) && are_free_alike(head, third))
			return step - (head[2] & 2 ? slot : 0);
	}
	return 0;
}

bool
sniff_is_pcm_container(const unsigned char *head, size_t len)
{
	return begins(head, len, "RIFF") || begins(head, len, "RIFX") ||
	    begins(head, len, "RF64") || begins(head, len, "FORM") || begins(head, len, ".snd") ||
	    begins(head, len, "dns.") || begins(head, len, "caff");
}

bool
sniff_is_mpeg(const unsigned char *head, size_t len)
{
	if (is_chain(head, len) || sniff_free_frame_len(head, len) > 0)
		return true;
	if (sniff_is_pcm_container(head, len) || begins(head, len, "fLaC") ||
	    begins(head, len, "OggS") || begins(head, len, "riff"))
		return false;
	for (size_t at = 0; at + 4 < len && at < SEARCH; at++) {
		if (head[at] == 0xff && len - at > 4 * 1024 && is_chain(head + at, len - at))
			return true;
	}
	return false;
}
