/* SPDX-License-Identifier: MIT */
#include "other.h"

#include <string.h>
#include <strings.h>

static bool
ends_as_one_of(const char *path, const char *const *suffixes)
{
	const char *slash = strrchr(path, '/');
	const char *dot = strrchr(slash != NULL ? slash : path, '.');

	for (; dot != NULL && *suffixes != NULL; suffixes++) {
		if (strcasecmp(dot + 1, *suffixes) == 0)
			return true;
	}
	return false;
}

/* a song was meant, whatever is inside; a suffix missing here does no harm unless that is text */
bool
named_as_audio(const char *path)
{
	static const char *const suffixes[] = {"mp3", "mp2", "mp1", "mpa", "mpga", "m2a", "wav",
	    "wave", "bwf", "bw64", "rf64", "w64", "au", "snd", "aif", "aiff", "aifc", "caf", "flac",
	    "fla", "ogg", "oga", "ogx", "opus", "spx", "m4a", "m4b", "m4p", "m4r", "mp4", "aac",
	    "ac3", "eac3", "dts", "alac", "wma", "asf", "ape", "wv", "mpc", "tta", "tak", "ofr",
	    "shn", "dsf", "dff", "mka", "mkv", "webm", "ra", "rm", "amr", "3gp", "voc", "sph",
	    "8svx", "iff", NULL};

	return ends_as_one_of(path, suffixes);
}

bool
other_by_name(const char *path)
{
	static const char *const suffixes[] = {"jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff",
	    "webp", "heic", "avif", "ico", "psd", "svg", "txt", "nfo", "md", "pdf", "rtf", "doc",
	    "docx", "odt", "xls", "xlsx", "ods", "epub", "htm", "html", "xml", "json", "csv", "tsv",
	    "log", "cue", "m3u", "m3u8", "pls", "xspf", "wpl", "lrc", "srt", "vtt", "sfv", "md5",
	    "url", "lnk", "ini", "db", NULL};

	return ends_as_one_of(path, suffixes);
}

static bool
is_picture_or_document(const unsigned char *p, size_t len)
{
	static const struct {
		size_t at, n;
		const char *bytes;
	} magics[] = {
	    {0, 3, "\xff\xd8\xff"}, /* JPEG */
	    {0, 8, "\x89PNG\r\n\x1a\n"},
	    {0, 4, "GIF8"},
	    {6, 4, "\0\0\0\0"}, /* BMP, with BM before */
	    {0, 4, "II*\0"},    /* TIFF */
	    {0, 4, "MM\0*"},
	    {8, 4, "WEBP"},
	    {4, 8, "ftypheic"},
	    {4, 8, "ftypavif"},
	    {4, 8, "ftypmif1"},
	    {0, 4, "8BPS"}, /* Photoshop */
	    {0, 5, "%PDF-"},
	};

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		size_t end = magics[i].at + magics[i].n;

		if (magics[i].at == 6 && (len < 2 || memcmp(p, "BM", 2) != 0))
			continue;
		if (len >= end && memcmp(p + magics[i].at, magics[i].bytes, magics[i].n) == 0)
			return true;
	}
	return false;
}

/* text in UTF-16 with its mark: characters of the upper half are rare */
static bool
is_wide_text(const unsigned char *p, size_t len)
{
	bool little = len >= 2 && p[0] == 0xff && p[1] == 0xfe;
	bool big = len >= 2 && p[0] == 0xfe && p[1] == 0xff;
	size_t n_plain = 0;

	if (!little && !big)
		return false;
	for (size_t i = 2; i + 1 < len; i += 2)
		n_plain += p[i + little] == 0 && p[i + big] != 0;
	return n_plain >= (len - 2) / 4;
}

/* no byte that steers anything but lines; what stands above 127 may be any character set's */
static bool
is_text(const unsigned char *p, size_t len)
{
	if (is_wide_text(p, len))
		return true;
	for (size_t i = 0; i < len; i++) {
		bool blank = (p[i] >= '\t' && p[i] <= '\r') || p[i] == 0x1a || p[i] == 0x1b;

		if ((p[i] < 0x20 && !blank) || p[i] == 0x7f)
			return false;
	}
	return true;
}

bool
other_than_music(const char *path, const unsigned char *head, size_t len)
{
	if (named_as_audio(path))
		return false;
	return is_picture_or_document(head, len) || is_text(head, len) || other_by_name(path);
}
