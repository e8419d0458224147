/* What several runs have in common: system, architecture and arguments, for a merged counter file. */
#ifndef COVER_COVDATA_RUN_ARGS_H
#define COVER_COVDATA_RUN_ARGS_H

#include <stdbool.h>

#include "base/memory.h"
#include "covdata/data/pod_data.h"
#include "format/counter_encode.h"

/* Zero-initialise it. */
struct run_args {
    bool filled;
    struct bytes goos, goarch;
    struct bytes *args;
    size_t arg_count;
    struct arena arena; /* owns the texts */
};

/* Takes the pod's runs in: what differs from the runs before is dropped. */
void run_args_add(struct run_args *shared, const struct pod_data *data);
/* The pairs for a counter file, sorted by key; the array is to be freed. */
struct counter_arg *run_args_list(struct run_args *shared, size_t *count);
void run_args_free(struct run_args *shared);

#endif
