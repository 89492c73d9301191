/* SPDX-License-Identifier: MIT */
#ifndef DECODE_FOREIGN_H
#define DECODE_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Formats that ffmpeg is asked for, by the first bytes of a file, behind a tag if there is one.
 * Each is one format of audio or film: none is a list that would lead ffmpeg to other files.
 */
struct foreign {
	const char *demuxer; /* ffmpeg's name, which it is told, so that it guesses nothing */
	bool is_shared;      /* other libraries come first: they read most of these */
	bool is_sized; /* a header says how long the music is, apart from where the file ends */
	bool is_timed; /* of a codec without loss each packet can be sought, to the sample */
};

/* NULL: no format known here */
const struct foreign *
foreign_find(const unsigned char *head, size_t len);

/* A format's number, by which another process is told which one it is, and back; NULL: of none. */
int
foreign_number(const struct foreign *format);

const struct foreign *
foreign_numbered(int number);

#endif
