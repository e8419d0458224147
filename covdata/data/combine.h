/* Combines the data of different programs: packages with the same path become one, and functions with the same
 * meta-data become one, with their counters added up. */
#ifndef COVER_COVDATA_COMBINE_H
#define COVER_COVDATA_COMBINE_H

#include "base/map.h"
#include "covdata/data/run_args.h"

/* Zero-initialise it. */
struct combination {
    struct combined_package **packages; /* in order of appearance */
    size_t count, cap;
    struct map by_path;
    enum counter_mode mode; /* the highest of all pods */
    enum counter_granularity granularity;
    struct run_args shared;
    struct arena arena; /* owns all that the packages consist of */
};

/* Adds the selected packages of a pod; it need not outlive the combination. */
void combine_add(struct combination *combination, const struct pod_data *data);
/* Writes one meta-data file and one counter file. -1 is reported. */
int combine_write(struct combination *combination, const char *dir) __attribute__((warn_unused_result));
void combine_free(struct combination *combination);

#endif
