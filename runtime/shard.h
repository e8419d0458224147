/* Counters that are one thread's alone, for mode atomic: exact counts without a line of memory that threads share. */
#ifndef COVER_RUNTIME_SHARD_H
#define COVER_RUNTIME_SHARD_H

#include "runtime/args.h"
#include "runtime/image.h"
#include "runtime/live.h"

/* What instrumented code reads and calls (format/image.h). */
PORT_C __thread struct cover_thread __cover_thread PORT_HIDDEN;
PORT_C void __cover_thread_start(void) PORT_HIDDEN;

/* Mode atomic: learns of threads that end, until it is closed. Both once. */
void __cover_shards_open(void) PORT_HIDDEN;
void __cover_shards_close(void) PORT_HIDDEN;

/* Keeps other threads out of the section, if this one counts there or nobody does; returns false if another does. Then
 * lets them again. */
bool __cover_section_hold(void) PORT_HIDDEN;
void __cover_section_let(void) PORT_HIDDEN;

/* A forked child: its only thread counts in the section from here on. All that its parent counted elsewhere is gone;
 * the section itself is the caller's to clear. */
void __cover_shards_fork(void) PORT_HIDDEN;

struct batch;

/* The counts of one instant, a copy that stays as it is. Counter c of the section is at c, `distance` bytes on. */
struct counts {
    uint8_t *copy;
    size_t size;
    intptr_t distance;
    struct batch *aside; /* live files in which they stand too, and into which nobody counts any more */
};

enum counts_of {
    COUNTS_ALL,
    COUNTS_UNFILED, /* without those that are in files of their own */
};

/* take: what is copied is subtracted, so that the next copy begins from there; no count is lost or taken twice,
 * whatever threads do meanwhile. One call at a time. Returns 0 or -1. What was in live files stays there until the
 * release, so that a process that is killed before has lost nothing. */
int __cover_counts_freeze(struct counts *counts, const struct image *image, enum counts_of which, bool take,
                          struct problem *problem) PORT_HIDDEN;
/* They are written, or aren't to be. */
void __cover_counts_release(struct counts *counts) PORT_HIDDEN;
/* Adds what was taken again, and releases it. */
void __cover_counts_return(struct counts *counts, const struct image *image) PORT_HIDDEN;

/* Puts compact files in the place of the live files that threads counted into. Returns 0, or -1: the rest stays live.
 */
int __cover_shards_finish(const struct image *image, const struct args *args, int dir,
                          struct problem *problem) PORT_HIDDEN;
/* Removes those files. */
void __cover_shards_forsake(int dir) PORT_HIDDEN;

/* start.c's: a file for `count` more threads, if this process is counting into files. Returns 0 or -1. */
int __cover_thread_file(struct live_copies *copies, uint32_t count) PORT_HIDDEN;
/* Removes one of this process's live files. */
void __cover_thread_file_remove(const char *name) PORT_HIDDEN;

#endif
