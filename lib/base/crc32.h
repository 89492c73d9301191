/* SPDX-License-Identifier: MIT */
#ifndef BASE_CRC32_H
#define BASE_CRC32_H

#include <stddef.h>
#include <stdint.h>

/*
 * CRC-32 of zlib, PNG and gzip (polynomial 0xedb88320, reflected), by libdeflate, which is fast
 * enough to compute it of every stream. Start with crc = 0 and
 * feed the pieces in order: crc32_update(crc32_update(0, a, na), b, nb).
 */
uint32_t
crc32_update(uint32_t crc, const void *data, size_t len);

#endif
