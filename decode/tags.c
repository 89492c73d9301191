/* SPDX-License-Identifier: MIT */
#include "tags.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* the genres of ID3v1, by number; from 80 on those that Winamp added */
static const char *const genres[TAG_N_ID3_GENRES] = {
    "Blues",
    "Classic Rock",
    "Country",
    "Dance",
    "Disco",
    "Funk",
    "Grunge",
    "Hip-Hop",
    "Jazz",
    "Metal",
    "New Age",
    "Oldies",
    "Other",
    "Pop",
    "R&B",
    "Rap",
    "Reggae",
    "Rock",
    "Techno",
    "Industrial",
    "Alternative",
    "Ska",
    "Death Metal",
    "Pranks",
    "Soundtrack",
    "Euro-Techno",
    "Ambient",
    "Trip-Hop",
    "Vocal",
    "Jazz+Funk",
    "Fusion",
    "Trance",
    "Classical",
    "Instrumental",
    "Acid",
    "House",
    "Game",
    "Sound Clip",
    "Gospel",
    "Noise",
    "AlternRock",
    "Bass",
    "Soul",
    "Punk",
    "Space",
    "Meditative",
    "Instrumental Pop",
    "Instrumental Rock",
    "Ethnic",
    "Gothic",
    "Darkwave",
    "Techno-Industrial",
    "Electronic",
    "Pop-Folk",
    "Eurodance",
    "Dream",
    "Southern Rock",
    "Comedy",
    "Cult",
    "Gangsta",
    "Top 40",
    "Christian Rap",
    "Pop/Funk",
    "Jungle",
    "Native American",
    "Cabaret",
    "New Wave",
    "Psychedelic",
    "Rave",
    "Showtunes",
    "Trailer",
    "Lo-Fi",
    "Tribal",
    "Acid Punk",
    "Acid Jazz",
    "Polka",
    "Retro",
    "Musical",
    "Rock & Roll",
    "Hard Rock",
    "Folk",
    "Folk-Rock",
    "National Folk",
    "Swing",
    "Fast Fusion",
    "Bebop",
    "Latin",
    "Revival",
    "Celtic",
    "Bluegrass",
    "Avantgarde",
    "Gothic Rock",
    "Progressive Rock",
    "Psychedelic Rock",
    "Symphonic Rock",
    "Slow Rock",
    "Big Band",
    "Chorus",
    "Easy Listening",
    "Acoustic",
    "Humour",
    "Speech",
    "Chanson",
    "Opera",
    "Chamber Music",
    "Sonata",
    "Symphony",
    "Booty Bass",
    "Primus",
    "Porn Groove",
    "Satire",
    "Slow Jam",
    "Club",
    "Tango",
    "Samba",
    "Folklore",
    "Ballad",
    "Power Ballad",
    "Rhythmic Soul",
    "Freestyle",
    "Duet",
    "Punk Rock",
    "Drum Solo",
    "A Cappella",
    "Euro-House",
    "Dance Hall",
};

void
tag_take(char *tag, const char *text)
{
	const char *end;
	size_t len = 0;

	*tag = '\0';
	if (text == NULL || !utf8_valid(text))
		return;
	while (*text == ' ' || (*text > 0 && *text < 0x20))
		text++;
	for (end = text; *end != '\0';) {
		const char *next = end;

		utf8_next(&next);
		if ((size_t)(next - text) >= TAG_LEN)
			break;
		end = next;
	}
	len = (size_t)(end - text);
	memcpy(tag, text, len);
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)tag[i] < 0x20 || tag[i] == 0x7f)
			tag[i] = ' ';
	}
	while (len > 0 && tag[len - 1] == ' ')
		len--;
	tag[len] = '\0';
}

/* the genre of a number at the start of the text, NULL: none; *end is behind the number */
static const char *
numbered(const char *text, const char **end)
{
	size_t n_digits = strspn(text, "0123456789");
	unsigned long number;

	*end = text + n_digits;
	if (n_digits == 0 || n_digits > 3)
		return NULL;
	number = strtoul(text, NULL, 10);
	return number < TAG_N_ID3_GENRES ? genres[number] : NULL;
}

void
tag_take_id3_genre(char *tag, const char *text)
{
	bool in_brackets = text != NULL && *text == '(';
	const char *end, *name = text != NULL ? numbered(text + in_brackets, &end) : NULL;

	if (name == NULL)
		tag_take(tag, text);
	else if (in_brackets && *end == ')')
		tag_take(tag, end[1] != '\0' && end[1] != '(' ? end + 1 : name);
	else
		tag_take(tag, !in_brackets && *end == '\0' ? name : text);
}
