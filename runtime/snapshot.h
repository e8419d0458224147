/* Snapshots: the counts of all threads of an image in mode atomic. */
#ifndef COVER_RUNTIME_SNAPSHOT_H
#define COVER_RUNTIME_SNAPSHOT_H

#include "runtime/args.h"
#include "runtime/file.h"
#include "runtime/image.h"

struct shard_pool;

/* A copy of all counters at one instant. A counter of the section is `bias` bytes further in the copy. */
struct snapshot {
    uint8_t *copy;
    size_t size;
    intptr_t bias;
    struct shard_pool *aside; /* replaced files that hold the same counts, in which no thread counts any more */
};

enum snapshot_scope {
    SNAPSHOT_ALL,
    SNAPSHOT_UNFILED, /* without the pools that are files */
};

/* Makes a snapshot. take: subtracts it from the counters, so that the next one starts from there; no count is lost or
 * taken twice, whatever other threads do. The caller holds the lock of state.h. Returns 0 or -1. Counts in files stay
 * there until the release, so that nothing is lost if the process is killed before. */
int __cover_snapshot_make(struct snapshot *snapshot, const struct image *image, enum snapshot_scope which, bool take,
                          struct problem *problem) PORT_HIDDEN;
/* Frees the snapshot: its counts are written or not wanted. */
void __cover_snapshot_release(struct snapshot *snapshot) PORT_HIDDEN;
/* Adds the taken counts to the counters again and frees the snapshot. */
void __cover_snapshot_return(struct snapshot *snapshot, const struct image *image) PORT_HIDDEN;

/* Replaces the files of the pools by compact ones. Returns 0, or -1: the remaining files stay as they are. */
int __cover_shards_finish(const struct image *image, const struct args *args, int dir,
                          struct problem *problem) PORT_HIDDEN;
/* Removes the files of the pools. */
void __cover_shards_forsake(int dir) PORT_HIDDEN;

#endif
