/* The records and counters of this image (executable or shared object), in the layout of format/image.h. */
#ifndef COVER_RUNTIME_IMAGE_H
#define COVER_RUNTIME_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "format/image.h"
#include "format/meta_group.h"
#include "format/function_counters.h"
#include "runtime/report.h"

struct image {
    const struct cover_record *records;
    uint32_t count;
    enum counter_mode mode;
    enum counter_granularity granularity;
    uint32_t width;                 /* bytes of a counter */
    uint8_t hash[FORMAT_HASH_SIZE]; /* of the meta-data file */
    uint64_t func_count;
    const struct meta_grouping *grouping; /* from meta_group_number; made once, valid until the release */
};

/* The counters of one function, with its numbers in the meta-data file. */
struct image_func {
    uint32_t package, func;
    union {
        uint8_t *bytes;  /* the counters in mode set */
        uint32_t *words; /* in other modes */
    };
    uint32_t count;
};

/* Walks over all functions of an image. Zero-initialise it. */
struct image_walk {
    uint32_t record, at, func;
};

/* Checks the records [start, stop) of this image. Returns -1 if they don't fit together. */
int __cover_image_open(struct image *image, const struct cover_record *start, const struct cover_record *stop,
                       struct problem *problem) PORT_HIDDEN;
/* Writes the meta-data file, or measures it with a writer into NULL. Returns 0 or -1. The caller flushes the writer. */
int __cover_image_meta_write(const struct image *image, struct writer *writer, struct problem *problem) PORT_HIDDEN;
/* Frees what all opened `struct image` share. None may be used afterwards. */
void __cover_image_release(void) PORT_HIDDEN;
/* Steps to the next function. Returns false at the end. */
bool __cover_image_next(const struct image *image, struct image_walk *walk, struct image_func *func) PORT_HIDDEN;
/* Steps to the next function with a non-zero counter, among the counters `bias` bytes behind the section's, and returns
 * those. */
bool __cover_image_next_executed(const struct image *image, intptr_t bias, struct image_walk *walk,
                                 struct image_func *func) PORT_HIDDEN;
/* Sets all counters to 0. Not in mode set. */
void __cover_image_clear(const struct image *image) PORT_HIDDEN;

#endif
