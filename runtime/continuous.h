/* The live counter file: the counters of a process that runs lie in it. */
#ifndef COVER_RUNTIME_CONTINUOUS_H
#define COVER_RUNTIME_CONTINUOUS_H

#include "runtime/args.h"
#include "runtime/file.h"
#include "runtime/image.h"

/* Made by the linker: the counters, and the section behind them. */
extern uint8_t __start___covctrs[] PORT_WEAK PORT_HIDDEN;
extern uint8_t __stop___covctrs[] PORT_WEAK PORT_HIDDEN;
extern const uint8_t __start___covend[] PORT_WEAK PORT_HIDDEN;

struct continuous {
    uint8_t *pages;            /* the counter section, while another process may share it; NULL: it is private memory */
    size_t size;               /* in whole pages */
    pid_t pid;                 /* whose file it is */
    char name[FILE_NAME_SIZE]; /* of that file; empty: there is none, and the counters are written at the end */
};

/* Makes a live counter file, complete from the first instant, and maps it over the counters. cleared: it starts from 0.
 * Returns -1 where that is impossible; then the counters are where they were, or private, and none is changed. */
int __cover_continuous_start(struct continuous *continuous, const struct image *image, const struct args *args, int dir,
                             bool cleared, struct problem *problem) PORT_HIDDEN;
/* Puts a new live file with these args in the place of the one there is. Nobody may count meanwhile. Returns 0 or -1.
 */
int __cover_continuous_renew(struct continuous *continuous, const struct image *image, const struct args *args, int dir,
                             struct problem *problem) PORT_HIDDEN;

/* Copies of the counters for more threads (shard.h), in a file or in memory. */
struct continuous_copies {
    uint8_t *start; /* the first copy */
    size_t stride;  /* from one to the next */
    uint8_t *pages; /* the mapping they lie in */
    size_t size;
    char name[FILE_NAME_SIZE]; /* of the file; empty: none */
};

/* Makes a live counter file that holds every function `count` times, all counters 0, and maps it. Not in mode set.
 * Returns 0 or -1. */
int __cover_continuous_copies_make(struct continuous_copies *copies, const struct image *image, const struct args *args,
                                   int dir, uint32_t count, struct problem *problem) PORT_HIDDEN;

/* Makes the counters private memory again, with their values. Returns 0 or -1. */
int __cover_continuous_detach(struct continuous *continuous) PORT_HIDDEN;
/* Is there a file, and is this process the one it belongs to? */
bool __cover_continuous_own(const struct continuous *continuous) PORT_HIDDEN;
/* Is there a file, which belongs to another process: are we a child that no fork handler has seen? */
bool __cover_continuous_foreign(const struct continuous *continuous) PORT_HIDDEN;

#endif
