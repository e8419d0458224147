/* Pods: a meta-data file with the counter files that refer to it. Files belong together by the hash in their names. */
#ifndef COVER_COVDATA_PODS_H
#define COVER_COVDATA_PODS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

struct pod_file {
    const char *path;
    uint32_t dir; /* index of the input directory it was found in */
};

struct pod {
    const char *hash;          /* as in the file's name */
    const char *meta;          /* path */
    uint32_t meta_dir;         /* index of the input directory it was found in */
    struct pod_file *counters; /* by directory, then path */
    size_t counter_count, counter_cap;
    bool stale; /* set by pods_stale_find */
};

struct pods {
    struct pod *list; /* by the meta-data file's path */
    size_t count, cap;
    struct arena arena; /* owns the texts */
};

/* Looks into the directories, and for the last tree_count of them also into all directories below; symbolic links are
 * followed where they are named, not below. Where several hold the same meta-data file, the first counts. Counter files
 * without meta-data are named in a warning. -1: a directory can't be read; reported. */
int pods_collect(struct pods *pods, char *const *dirs, uint32_t dir_count, uint32_t tree_count)
    __attribute__((warn_unused_result));
void pods_free(struct pods *pods);

#endif
