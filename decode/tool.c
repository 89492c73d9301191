/* SPDX-License-Identifier: MIT */
#include "tool.h"

#include <errno.h>
#include <stdio.h>

#include "foreign.h"

#define INPUT "file:/dev/fd/0"

static struct child *
start_ffprobe(const char *demuxer, int input, bool confined, int ends[2])
{
	const char *argv[] = {"ffprobe", "-v", "error", "-protocol_whitelist", "file,pipe",
	    "-format_whitelist", demuxer, "-f", demuxer, "-select_streams", "a:0", "-show_entries",
	    "format=duration:format_tags=artist,title,genre,ARTIST,TITLE,GENRE:"
	    "stream=codec_name,sample_rate,duration:"
	    "stream_tags=artist,title,genre,ARTIST,TITLE,GENRE",
	    "-of", "json", INPUT, NULL};

	return child_start(argv, input, confined, ends);
}

static struct child *
start_ffmpeg(const char *demuxer, int64_t start_us, int input, bool confined, int ends[2])
{
	char begin[40];
	/* without a start, all but its first two words */
	const char *argv[] = {"ffmpeg", "-ss", start_us > 0 ? begin : "ffmpeg", "-nostdin", "-v",
	    "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", demuxer, "-f",
	    demuxer, "-i", INPUT, "-map", "0:a:0", "-map_metadata", "-1", "-f", "au", "-c:a",
	    "pcm_f32be", "pipe:1", NULL};

	snprintf(begin, sizeof(begin), "%lldus", (long long)start_us);
	return child_start(argv + (start_us > 0 ? 0 : 2), input, confined, ends);
}

struct child *
tool_start(const struct tool_order *order, int input, bool confined, int ends[2])
{
	const struct foreign *f = foreign_numbered(order->format);

	if (f != NULL && order->tool == TOOL_FFPROBE)
		return start_ffprobe(f->demuxer, input, confined, ends);
	if (f != NULL && order->tool == TOOL_FFMPEG)
		return start_ffmpeg(f->demuxer, order->start_us, input, confined, ends);
	errno = EINVAL;
	return NULL;
}
