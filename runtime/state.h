/* The state of the runtime in one image (executable or shared object). Every image that holds instrumented code has its
 * own copy of the runtime, and so its own state.
 *
 * Who may write it:
 *   - before the image's constructor has returned, in a forked child and in the destructor: that thread, without the
 *     lock where no request can be under way;
 *   - afterwards only a thread that holds the lock writes `args`, `continuous`, `marked` and the bases of shards
 *     (shard_pool.h), and takes snapshots;
 *   - `active`, `finished` and `guests` are read and written atomically, without the lock. */
#ifndef COVER_RUNTIME_STATE_H
#define COVER_RUNTIME_STATE_H

#include "runtime/args.h"
#include "runtime/continuous.h"
#include "runtime/directory.h"
#include "runtime/image.h"
#include "runtime/sandbox.h"

/* The linker defines these; both are absent if the image has no records. */
extern const struct cover_record __start___covrecs[] PORT_WEAK PORT_HIDDEN;
extern const struct cover_record __stop___covrecs[] PORT_WEAK PORT_HIDDEN;

struct state {
    bool active;        /* there is a directory to write to, and nothing has failed */
    bool debug;         /* COVERDEBUG is set */
    bool child;         /* this process was forked after the image started */
    bool quiet;         /* descriptor 2 was closed at the start: whatever it is later is not stderr */
    bool marked;        /* the program called cover_mark_written: write nothing at the end */
    struct image image; /* opened if active */
    int argc;           /* main's arguments, where libc passes them to constructors */
    char **argv;
    struct args args;             /* captured if active, or at the first request of the program */
    struct continuous continuous; /* the file that the counters are mapped to */
    struct sandbox sandbox;       /* at the start */
    bool finished;                /* the destructor has written */
    unsigned guests;              /* requests under way, from this image or another */
    bool locked;
    char directory[DIRECTORY_PATH_MAX]; /* absolute path of the data directory */
};

PORT_C struct state __cover_state PORT_HIDDEN;

/* Whether the image has records. It compares integers because the compiler takes the two symbols for separate objects,
 * whose addresses can't be equal. */
static inline bool image_present(void)
{
    return (uintptr_t)__start___covrecs != (uintptr_t)__stop___covrecs;
}

/* Waits for the lock, but goes on without it after some thousand tries: a signal handler that interrupted the owner may
 * be ending the program. */
void __cover_state_lock(void) PORT_HIDDEN;
void __cover_state_unlock(void) PORT_HIDDEN;

#endif
