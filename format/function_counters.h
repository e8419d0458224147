/* The counters of one function in the counter section (image.h). In continuous mode the section is mapped to a counter
 * file, so the bytes are also a function of that file (counters.h): ULEB128 flavour in mode set, raw flavour in the
 * others.
 *
 *   offset    mode set              other modes    content
 *        0    4 B, padded uleb      u32            number of counters, c
 *        4    4 B, padded uleb      u32            package number
 *        8    4 B, padded uleb      u32            function number
 *       12    c bytes, each 0 or 1  c x u32        counters
 *
 * A padded uleb has four bytes whatever its value: the first three have their high bit set.
 *
 * Example: function main of meta.h (3 counters, package 0, function 1), of which units 0 and 2 were executed once.
 *
 *   mode set     83 80 80 00   80 80 80 00   81 80 80 00   01   00   01
 *   mode count   03 00 00 00   00 00 00 00   01 00 00 00   01 00 00 00   00 00 00 00   01 00 00 00
 */
#ifndef COVER_FORMAT_FUNCTION_COUNTERS_H
#define COVER_FORMAT_FUNCTION_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "format/counters.h"
#include "format/meta.h"

enum {
    FUNC_COUNTERS_NUMBER_SIZE = 4,
    FUNC_COUNTERS_HEADER_SIZE = 3 * FUNC_COUNTERS_NUMBER_SIZE,
    FUNC_COUNTERS_NUMBER_MAX = (1 << 28) - 1
};

/* The size of a counter in bytes: 1 or 4. */
static inline uint32_t func_counters_width(enum counter_mode mode)
{
    return mode == MODE_SET ? 1 : 4;
}

static inline enum counter_flavor func_counters_flavor(enum counter_mode mode)
{
    return mode == MODE_SET ? FLAVOR_ULEB128 : FLAVOR_RAW;
}

/* Stores a number of the header, for counters of `width` bytes. With width 1: at most FUNC_COUNTERS_NUMBER_MAX. */
static inline void func_counters_number_put(uint8_t *at, uint32_t number, uint32_t width)
{
    if (width == 4) {
        memcpy(at, &number, sizeof number);
        return;
    }
    uint32_t packed = (number & 0x7f) | (number & 0x7f << 7) << 1 | (number & 0x7f << 14) << 2 |
                      (number & 0x7f << 21) << 3 | 0x808080;
    for (int i = 0; i < FUNC_COUNTERS_NUMBER_SIZE; i++)
        at[i] = (uint8_t)(packed >> 8 * i);
}

static inline uint32_t func_counters_number(const uint8_t *at, uint32_t width)
{
    uint32_t packed;
    if (width == 4) {
        memcpy(&packed, at, sizeof packed);
        return packed;
    }
    packed = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    if (packed >> 8 == 0x008080)
        return packed & 0x7f; /* a fast path: most numbers are small, and each step of a walk depends on one */
    return (packed & 0x7f) | (packed >> 1 & 0x7f << 7) | (packed >> 2 & 0x7f << 14) | (packed >> 3 & 0x7f << 21);
}

/* Whether one of the counters is not 0. Most are 0, so it compares eight bytes at a time. */
static inline bool func_counters_executed(const uint8_t *counters, size_t size)
{
    uint64_t any = 0, eight;
    for (size_t i = 0; i + sizeof eight <= size; i += sizeof eight) {
        memcpy(&eight, counters + i, sizeof eight);
        any |= eight;
    }
    if (size >= sizeof eight) {
        memcpy(&eight, counters + size - sizeof eight, sizeof eight);
        return (any | eight) != 0;
    }
    for (size_t i = 0; i < size; i++)
        any |= counters[i];
    return any != 0;
}

#endif
