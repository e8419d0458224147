/* Writes counter files (counters.h) through a writer: header, then for each segment preamble, functions and footer.
 * Nothing is allocated and no library function that could take a lock is called, so a signal handler may do it. */
#ifndef COVER_FORMAT_COUNTER_ENCODE_H
#define COVER_FORMAT_COUNTER_ENCODE_H

#include <stdbool.h>

#include "format/counters.h"
#include "format/cursor.h"
#include "format/meta.h"

/* live: the file will be mapped over the counters of a process. */
void counter_header_encode(struct writer *w, const uint8_t meta_hash[FORMAT_HASH_SIZE], enum counter_flavor flavor,
                           bool live);

struct counter_arg {
    struct bytes key, value;
};

/* What stands before a segment's functions. The caller knows the number of functions beforehand, and gives no key
 * twice. align: 0, or a multiple of 4; the preamble then ends at a multiple of it counted from the start of the file,
 * where it must be the first segment's. The filling is a string that no argument mentions: this is how a live file's
 * payload comes to start at a page. */
void counter_preamble_encode(struct writer *w, uint64_t func_count, const struct counter_arg *args, size_t arg_count,
                             uint32_t align);

void counter_func_encode(struct writer *w, enum counter_flavor flavor, uint32_t package, uint32_t func,
                         const uint32_t *counters, uint32_t count);
/* The same in ULEB128 of counters of mode set, one byte each: 0, or anything else for executed. */
void counter_bytes_encode(struct writer *w, uint32_t package, uint32_t func, const uint8_t *counters, uint32_t count);

/* Ends segment number `segments`, counted from 1. */
void counter_footer_encode(struct writer *w, uint32_t segments);

#endif
