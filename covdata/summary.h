/* What several runs have in common: system, architecture and arguments, as a merged counter file tells of them. */
#ifndef COVER_COVDATA_SUMMARY_H
#define COVER_COVDATA_SUMMARY_H

#include <stdbool.h>

#include "base/memory.h"
#include "covdata/image.h"
#include "format/counter_encode.h"

/* Zero-initialise it. */
struct summary {
    bool filled;
    struct bytes goos, goarch;
    struct bytes *args;
    size_t arg_count;
    struct arena arena; /* owns the texts */
};

/* Takes the image's runs in: what differs from the runs before is dropped. */
void summary_add(struct summary *summary, const struct image *image);
/* The pairs for a counter file, sorted by key; the array is to be freed. */
struct counter_arg *summary_args(struct summary *summary, size_t *count);
void summary_free(struct summary *summary);

#endif
