/* One pod in memory: its packages, functions and units, with the counters of all its runs added up. The indices are
 * those of the data files; model/model.h joins several pods by package, function and position. */
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

struct pod_package {
    struct bytes path, name, module;
    uint8_t disposition;
    bool selected; /* by the command line */
    struct meta_blob blob;
    size_t first_func;
    uint32_t func_count;
};

struct pod_func {
    struct bytes name, file;
    bool literal;
    bool counted;      /* a counter file mentions it */
    uint32_t seen_in;  /* the last input directory of those whose counter files mention it */
    size_t first_unit; /* index into units and counts */
    uint32_t unit_count;
    struct bytes extensions; /* of the function's record, checked: the lines of its units (format/meta_lines.h) */
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

struct pod_data {
    const struct pod *pod;
    struct mapped meta;
    const uint8_t *hash;
    enum counter_mode mode;
    enum counter_granularity granularity;
    struct pod_package *packages;
    uint32_t package_count;
    struct pod_func *funcs;
    size_t func_count, func_cap;
    struct meta_unit *units;
    uint32_t *counts; /* of each unit */
    size_t unit_count, unit_cap;
    struct run *runs; /* if they are kept */
    size_t run_count, run_cap;
    bool keeps_runs;           /* set before pod_data_count to fill `runs` */
    struct progress *progress; /* NULL, or: a step a counter file */
    bool overflow;             /* a sum reached the maximum of a counter, and stays there */
    struct arena arena;
};

/* Reads the pod's meta-data. -1: it is damaged, which is reported; nothing is left to free. `pod` must outlive `data`. */
int pod_data_open(struct pod_data *data, const struct pod *pod, const struct select *select)
    __attribute__((warn_unused_result));
/* Adds the pod's counter files, as counters of `mode`, by the rule. A damaged file is reported and left out, and makes
 * the result -1. */
int pod_data_count(struct pod_data *data, enum counter_mode mode, enum count_rule rule, uint32_t dir_count)
    __attribute__((warn_unused_result));
/* Reads the pod's counter files one run at a time, and calls `take` with the counts of this run alone in data->counts.
 * Damaged files are handled as in pod_data_count. If `take` returns -1, reading ends. */
int pod_data_each_run(struct pod_data *data,
                      int (*take)(void *context, const struct pod_data *data, const struct run *run), void *context)
    __attribute__((warn_unused_result));
void pod_data_close(struct pod_data *data);

#endif
