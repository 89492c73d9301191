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

/* a WAV whose samples are MPEG layer 3: libsndfile does not read it, libmpg123 skips its header */
static bool
is_mpeg_in_wav(const unsigned char *head, size_t len)
{
	return begins(head, len, "RIFF") && len > 22 && memcmp(head + 8, "WAVEfmt ", 8) == 0 &&
	    head[20] == 0x55 && head[21] == 0;
}

bool
sniff_is_mpeg(const unsigned char *head, size_t len)
{
	size_t at = mpeg_id3_len(head, len);

	if (at >= len)
		return at > 0; /* a tag with a large picture: it is MPEG that has such */
	if (is_chain(head + at, len - at) || is_mpeg_in_wav(head, len))
		return true;
	if (sniff_is_pcm_container(head, len) || begins(head, len, "fLaC") ||
	    begins(head, len, "OggS") || begins(head, len, "riff"))
		return false;
	for (; at + 4 < len && at < SEARCH; at++) {
		if (head[at] == 0xff && len - at > 4 * 1024 && is_chain(head + at, len - at))
			return true;
	}
	return false;
}
