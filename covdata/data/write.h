/* Writes data files into a directory: what merge and its relatives end with. Files appear whole or not at all; -1 is
 * reported. */
#ifndef COVER_COVDATA_DATA_WRITE_H
#define COVER_COVDATA_DATA_WRITE_H

#include "covdata/data/run_args.h"
#include "format/meta_group.h"

/* A function's counters as they go into a counter file. */
struct data_func {
    uint32_t package, func;
    const uint32_t *counts;
    uint32_t count;
};

/* Writes a meta-data file of the symbols, and gives its hash: as in Go's merge, FNV-1a-128 over that of each symbol's
 * bytes. */
int data_meta_write(const char *dir, const struct meta_blobs *blobs, enum counter_mode mode,
                    enum counter_granularity granularity, uint8_t hash[FORMAT_HASH_SIZE])
    __attribute__((warn_unused_result));

/* Writes a meta-data file of the packages that symbols were grouped to, as the runtime names and writes it. */
int data_group_write(const char *dir, const struct meta_grouping *grouping, enum counter_mode mode,
                     enum counter_granularity granularity) __attribute__((warn_unused_result));

/* Writes a copy of the pod's meta-data file. */
int data_meta_copy(const char *dir, const struct pod_data *data) __attribute__((warn_unused_result));

/* Writes a counter file of process 0 and the present time. */
int data_counters_write(const char *dir, const uint8_t hash[FORMAT_HASH_SIZE], struct run_args *shared,
                        const struct data_func *funcs, size_t func_count) __attribute__((warn_unused_result));

#endif
