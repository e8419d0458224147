/* The counts of all threads of an image in mode atomic. */
#ifndef COVER_RUNTIME_SNAPSHOT_H
#define COVER_RUNTIME_SNAPSHOT_H

#include "runtime/args.h"
#include "runtime/file.h"
#include "runtime/image.h"

struct shard_pool;

/* The counts of one instant, a copy that stays as it is. Counter c of the section is at c, `distance` bytes on. */
struct snapshot {
    uint8_t *copy;
    size_t size;
    intptr_t bias;
    struct shard_pool *aside; /* live files in which they stand too, and into which nobody counts any more */
};

enum snapshot_scope {
    SNAPSHOT_ALL,
    SNAPSHOT_UNFILED, /* without those that are in files of their own */
};

/* take: what is copied is subtracted, so that the next copy begins from there; no count is lost or taken twice,
 * whatever threads do meanwhile. One call at a time. Returns 0 or -1. What was in live files stays there until the
 * release, so that a process that is killed before has lost nothing. */
int __cover_snapshot_make(struct snapshot *snapshot, const struct image *image, enum snapshot_scope which, bool take,
                          struct problem *problem) PORT_HIDDEN;
/* They are written, or aren't to be. */
void __cover_snapshot_release(struct snapshot *snapshot) PORT_HIDDEN;
/* Adds what was taken again, and releases it. */
void __cover_snapshot_return(struct snapshot *snapshot, const struct image *image) PORT_HIDDEN;

/* Puts compact files in the place of the live files that threads counted into. Returns 0, or -1: the rest stays live.
 */
int __cover_shards_finish(const struct image *image, const struct args *args, int dir,
                          struct problem *problem) PORT_HIDDEN;
/* Removes those files. */
void __cover_shards_forsake(int dir) PORT_HIDDEN;

#endif
