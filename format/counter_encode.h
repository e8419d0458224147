/* Writes counter files (counters.h) through a writer: the header, then for each segment preamble, functions and footer.
 * Safe in signal handlers: nothing is allocated and no library function that could take a lock is called. */
#ifndef COVER_FORMAT_COUNTER_ENCODE_H
#define COVER_FORMAT_COUNTER_ENCODE_H

#include <stdbool.h>

#include "format/counters.h"
#include "format/cursor.h"
#include "format/meta.h"

/* live: continuous mode, the file will be mapped over the counters of a process. */
void counter_header_encode(struct writer *w, const uint8_t meta_hash[FORMAT_HASH_SIZE], enum counter_flavor flavor,
                           bool live);

struct counter_arg {
    struct bytes key, value;
};

/* Writes the part of a segment before its functions. No key may appear twice. align: 0, or a multiple of 4. If it is
 * not 0, the segment must be the first, and its functions start at a multiple of `align` from the start of the file: a
 * string that no pair refers to fills the gap. In continuous mode the functions start at a page this way. */
void counter_preamble_encode(struct writer *w, uint64_t func_count, const struct counter_arg *args, size_t arg_count,
                             uint32_t align);

void counter_func_encode(struct writer *w, enum counter_flavor flavor, uint32_t package, uint32_t func,
                         const uint32_t *counters, uint32_t count);
/* The same in ULEB128 of counters of mode set, one byte each: 0, or anything else for executed. */
void counter_bytes_encode(struct writer *w, uint32_t package, uint32_t func, const uint8_t *counters, uint32_t count);

/* Ends segment number `segments`, counted from 1. */
void counter_footer_encode(struct writer *w, uint32_t segments);

#endif
