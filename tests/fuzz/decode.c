/* SPDX-License-Identifier: MIT */
/* Any file is decoded to finite samples, or refused with a reason; by the libraries behind too. */
#define _GNU_SOURCE /* memfd_create */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "decode/source.h"

#define FRAMES_MAX ((long)1 << 20) /* a small file may announce hours */
#define CHUNK 4096

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* libsndfile forgets a struct of libvorbis when it cannot open a file */
const char *
__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:vorbis_info_init";
}

static void
decode(struct bytes *bytes)
{
	char error[SOURCE_ERROR_LEN] = "";
	struct source *s = source_open(bytes, error);
	float mono[CHUNK];
	long total = 0, n;

	if (s == NULL) {
		if (*error == '\0')
			abort();
		return;
	}
	while ((n = source_read(s, mono, CHUNK)) > 0 && total < FRAMES_MAX) {
		total += n;
		for (long i = 0; i < n; i++) {
			if (!isfinite(mono[i]))
				abort();
		}
	}
	if ((n < 0 && *source_error(s) == '\0') || source_rate(s) <= 0)
		abort();
	source_close(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	int fd = memfd_create("fuzz", 0);
	struct bytes *bytes;
	char path[64];

	setenv("PATH", "", 1); /* what ffmpeg reads is not ours to fuzz */
	if (fd < 0 || write(fd, data, len) != (ssize_t)len)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	bytes = bytes_open(path);
	if (bytes == NULL)
		abort();
	decode(bytes);
	bytes_close(bytes);
	close(fd);
	return 0;
}
