/* SPDX-License-Identifier: MIT */
#include "sniff.h"

#include <string.h>

#include "io/mpeg.h"

#define CHAIN 3          /* frame headers that must follow one another */
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
	if (is_chain(head, len))
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
