/* One pod in memory: an image's packages, functions and units, with the counters of all its runs added up. This is what
 * the data files say, index for index; model.h joins several images by what they are about. */
#ifndef COVER_COVDATA_DATA_POD_DATA_H
#define COVER_COVDATA_DATA_POD_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/progress.h"
#include "covdata/data/count.h"
#include "covdata/data/mapped.h"
#include "covdata/data/pods.h"
#include "covdata/data/selection.h"
#include "format/cursor.h"
#include "format/meta_encode.h"
#include "format/meta_file.h"

struct image_package {
    struct bytes path, name, module;
    uint8_t disposition;
    bool selected; /* by the command line */
    struct meta_blob blob;
    size_t first_func;
    uint32_t func_count;
};

struct image_func {
    struct bytes name, file;
    bool literal;
    bool counted;      /* a counter file mentions it */
    uint32_t seen_in;  /* the last input directory of those whose counter files mention it */
    size_t first_unit; /* index into units and counts */
    uint32_t unit_count;
};

/* A run of the program: a segment of a counter file. */
struct run {
    const char *path;
    size_t file;  /* index of the pod's counter file */
    uint32_t dir; /* index of the input directory */
    struct bytes goos, goarch;
    struct bytes test;  /* the tag of this name (COVERTAGS); empty: there is none */
    bool live;          /* of a file into which its process may still count */
    struct bytes *args; /* the program's arguments, its name first */
    size_t arg_count;
};

struct image {
    const struct pod *pod;
    struct mapped meta;
    const uint8_t *hash;
    enum counter_mode mode;
    enum counter_granularity granularity;
    struct image_package *packages;
    uint32_t package_count;
    struct image_func *funcs;
    size_t func_count, func_cap;
    struct meta_unit *units;
    uint32_t *counts; /* of each unit */
    size_t unit_count, unit_cap;
    struct run *runs; /* if they are kept */
    size_t run_count, run_cap;
    bool keeps_runs;           /* set before image_count by those who want to know of them all */
    struct progress *progress; /* NULL, or: a step a counter file */
    bool overflow;             /* a sum of counters went over its maximum, and stays there */
    struct arena arena;
};

/* Reads the pod's meta-data. -1: it is damaged, which is reported; nothing is left to free. The pod must outlive the
 * image. */
int image_open(struct image *image, const struct pod *pod, const struct select *select)
    __attribute__((warn_unused_result));
/* Takes the pod's counter files in, as counters of `mode`, by the rule. A damaged file is reported, counts for nothing,
 * and makes the result -1. */
int image_count(struct image *image, enum counter_mode mode, enum count_rule rule, uint32_t dir_count)
    __attribute__((warn_unused_result));
/* Takes the pod's counter files one run at a time: `take` is called with image->counts being those of this run alone.
 * Damaged files are dealt with as in image_count; a `take` that returns -1 ends the walk. */
int image_each_run(struct image *image, int (*take)(void *context, const struct image *image, const struct run *run),
                   void *context) __attribute__((warn_unused_result));
void image_close(struct image *image);

#endif
