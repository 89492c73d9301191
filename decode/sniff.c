/* SPDX-License-Identifier: MIT */
#include "sniff.h"

#include <string.h>
#include <strings.h>

#define CHAIN 3            /* frame headers that must follow one another */
#define SEARCH 64 * 1024   /* how far behind other bytes the first may begin */

static bool
begins(const unsigned char *p, size_t len, const char *magic)
{
	return len >= strlen(magic) && memcmp(p, magic, strlen(magic)) == 0;
}

/* bytes from this frame's header to the next one's, 0 when it is none (ISO 11172-3, 2.4.2.3) */
static size_t
frame_len(const unsigned char *p)
{
	/* kbit/s: MPEG 1 layers 1, 2, 3; MPEG 2 layer 1, layers 2 and 3 */
	static const short kbits[5][15] = {
		{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
		{0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
		{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
		{0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
	};
	static const int rates[3] = {44100, 48000, 32000};
	int version = p[1] >> 3 & 3, layer = 4 - (p[1] >> 1 & 3); /* version 3: 1, 2: 2, 0: 2.5 */
	int bitrate = p[2] >> 4, rate = p[2] >> 2 & 3, padding = p[2] >> 1 & 1;
	int row, hz, kbit;

	if (p[0] != 0xff || (p[1] & 0xe0) != 0xe0 || version == 1 || layer == 4 || bitrate == 0 ||
	    bitrate == 15 || rate == 3)
		return 0;
	row = version == 3 ? layer - 1 : layer == 1 ? 3 : 4;
	kbit = kbits[row][bitrate];
	hz = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
	if (layer == 1)
		return (size_t)(12 * kbit * 1000 / hz + padding) * 4;
	return (size_t)((layer == 3 && version != 3 ? 72 : 144) * kbit * 1000 / hz + padding);
}

/* whether frames begin at p; those that the bytes end before count */
static bool
is_chain(const unsigned char *p, size_t len)
{
	for (int i = 0; i < CHAIN; i++) {
		size_t step = len >= 4 ? frame_len(p) : 0;

		if (step == 0)
			return i > 0 && len < 4;
		if (step >= len)
			return true;
		p += step;
		len -= step;
	}
	return true;
}

/* length of an ID3v2 tag (id3.org, ID3v2.4 3.1), 0 when there is none */
static size_t
id3_len(const unsigned char *p, size_t len)
{
	if (!begins(p, len, "ID3") || len < 10)
		return 0;
	return 10 + ((size_t)(p[6] & 127) << 21 | (size_t)(p[7] & 127) << 14 |
	    (size_t)(p[8] & 127) << 7 | (size_t)(p[9] & 127)) + (p[5] & 0x10 ? 10 : 0);
}

bool
sniff_is_pcm_container(const unsigned char *head, size_t len)
{
	return begins(head, len, "RIFF") || begins(head, len, "RIFX") || begins(head, len, "RF64") ||
	    begins(head, len, "FORM") || begins(head, len, ".snd") || begins(head, len, "dns.") ||
	    begins(head, len, "caff");
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
	size_t at = id3_len(head, len);

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

bool
sniff_is_audio_name(const char *path)
{
	static const char *const suffixes[] = {"mp3", "mp2", "mp1", "mpga", "wav", "wave", "au", "snd",
	    "aif", "aiff", "aifc", "flac", "ogg", "oga", "opus", "caf", "w64", "rf64", "m4a", "aac",
	    "wma", "ape", "wv", "mpc", "voc", "sph", "8svx", "iff"};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot != NULL && i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		if (strcasecmp(dot + 1, suffixes[i]) == 0)
			return true;
	}
	return false;
}
