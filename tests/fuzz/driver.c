/* SPDX-License-Identifier: MIT */
/* A main for fuzz targets without a fuzzer: gives each file named on the command line to it. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define INPUT_MAX ((size_t)16 * 1024 * 1024)

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		uint8_t *data = malloc(INPUT_MAX), *exact;
		size_t len;

		if (f == NULL || data == NULL) {
			perror(argv[i]);
			return 1;
		}
		len = fread(data, 1, INPUT_MAX, f);
		fclose(f);
		exact = realloc(data, len > 0 ? len : 1); /* so that a byte too far is noticed */
		LLVMFuzzerTestOneInput(exact != NULL ? exact : data, len);
		free(exact != NULL ? exact : data);
	}
	printf("%d inputs\n", argc - 1);
	return 0;
}
