/* Reads counter files (counters.h) in place: both flavours and byte orders, all segments. As in meta_decode.h, nothing
 * is allocated, every number is checked, and an error is a constant text, NULL success.
 *
 * Order of calls:
 *   counter_file_open
 *   while counter_segment_next finds a segment:
 *       counter_args_start, then counter_args_next for each pair (optional)
 *       counter_func_next for each of the func_count functions:
 *           counter_value_next for each value; values that are not read are skipped */
#ifndef COVER_FORMAT_COUNTER_DECODE_H
#define COVER_FORMAT_COUNTER_DECODE_H

#include "format/counters.h"
#include "format/cursor.h"
#include "format/meta.h"

struct counter_func {
    uint32_t package, func; /* not checked: that takes the meta-data */
    uint32_t value_count;   /* at most what the file can hold */
    uint32_t values_left;
};

struct counter_file {
    const uint8_t *meta_hash;
    uint8_t flavor;
    bool big_endian;
    bool live; /* continuous mode: a process counts in the file, or was killed while it did */
    uint32_t segment_count, segments_read;
    struct cursor bytes; /* up to the last footer */
    uint64_t func_count; /* of the current segment */
    uint64_t funcs_read;
    struct cursor strings, args; /* of the current segment; string_next reads string_count strings without failing */
    uint32_t string_count;
    struct counter_func func; /* the current one */
};

const char *counter_file_open(struct counter_file *file, const void *data, size_t len);

/* Moves to the next segment, past functions that were not read. *more: whether there is one. */
const char *counter_segment_next(struct counter_file *file, bool *more);

/* The args table of the current segment, as string numbers. A reader first makes an array of the strings, with
 * string_next. */
struct counter_args {
    struct cursor pairs;
    uint32_t left;
};
struct counter_pair {
    uint32_t key, value; /* < string_count */
};
const char *counter_args_start(const struct counter_file *file, struct counter_args *args);
/* Call it while args->left > 0. */
const char *counter_args_next(const struct counter_file *file, struct counter_args *args, struct counter_pair *pair);

/* Reads the next function of the segment into file->func. *more: whether there was one. */
const char *counter_func_next(struct counter_file *file, bool *more);
/* The next of func.value_count values. A damaged one is 0 and makes the next call of a function above fail. */
uint32_t counter_value_next(struct counter_file *file);
/* All remaining func.values_left values at once, which is faster. */
void counter_values_next(struct counter_file *file, uint32_t *values);

#endif
