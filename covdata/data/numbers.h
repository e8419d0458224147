/* Decodes many ULEB128 numbers at once. Nearly all of a counter file consists of them. */
#ifndef COVER_COVDATA_NUMBERS_H
#define COVER_COVDATA_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

/* Decodes all of the bytes as numbers below 2^32, by the rules of cursor_uleb, and returns how many; SIZE_MAX: one of
 * them is larger, or ends behind the bytes. `out` must have room for one a byte. */
size_t numbers_decode(const uint8_t *bytes, size_t len, uint32_t *out);

#endif
