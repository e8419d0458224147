/* Reads counter files (counters.h) in place, both flavours and byte orders, all segments. As meta_decode.h: nothing
 * allocated, nothing believed; an error is a constant text, NULL is success. Order of calls: counter_file_open, then
 * while counter_segment_next gives a segment: counter_args_start and counter_args_next (optional), counter_func_next
 * for each of its func_count functions and counter_value_next for each value of these. Whatever of a function's values
 * was not read is skipped. */
#ifndef COVER_FORMAT_COUNTER_DECODE_H
#define COVER_FORMAT_COUNTER_DECODE_H

#include "format/counters.h"
#include "format/cursor.h"
#include "format/meta.h"

struct counter_func {
    uint32_t package, func; /* not checked: they mean something with the meta-data only */
    uint32_t value_count;   /* no more than the file can hold */
    uint32_t values_left;
};

struct counter_file {
    const uint8_t *meta_hash;
    uint8_t flavor;
    bool big_endian;
    bool live; /* a process may still count into it, or was killed while it did */
    uint32_t segment_count, segments_read;
    struct cursor bytes; /* up to the last footer */
    uint64_t func_count; /* of the current segment */
    uint64_t funcs_read;
    struct cursor strings, args; /* of the current segment; string_next reads string_count strings without failing */
    uint32_t string_count;
    struct counter_func func; /* the current one */
};

const char *counter_file_open(struct counter_file *file, const void *data, size_t len);

/* Goes on to the next segment, behind the functions that were not read. *more: there is one. */
const char *counter_segment_next(struct counter_file *file, bool *more);

/* The args table of the current segment, as indices of its strings (a reader makes an array of these first, by
 * string_next). */
struct counter_args {
    struct cursor pairs;
    uint32_t left;
};
struct counter_pair {
    uint32_t key, value; /* < string_count */
};
const char *counter_args_start(const struct counter_file *file, struct counter_args *args);
/* While args->left > 0. */
const char *counter_args_next(const struct counter_file *file, struct counter_args *args, struct counter_pair *pair);

/* The next function of the segment, in file->func. *more: there was one. */
const char *counter_func_next(struct counter_file *file, bool *more);
/* The next of func.value_count values. A damaged one reads as 0 and makes the next call of the two above fail. */
uint32_t counter_value_next(struct counter_file *file);
/* All func.values_left of them at once, quicker. */
void counter_values_next(struct counter_file *file, uint32_t *values);

#endif
