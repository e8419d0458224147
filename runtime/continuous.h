/* Continuous mode: the counters of a running process are mapped to its counter file. */
#ifndef COVER_RUNTIME_CONTINUOUS_H
#define COVER_RUNTIME_CONTINUOUS_H

#include "runtime/args.h"
#include "runtime/file.h"
#include "runtime/image.h"

/* The linker defines these: the counter section, and the section behind it. */
extern uint8_t __start___covctrs[] PORT_WEAK PORT_HIDDEN;
extern uint8_t __stop___covctrs[] PORT_WEAK PORT_HIDDEN;
extern const uint8_t __start___covend[] PORT_WEAK PORT_HIDDEN;

struct continuous {
    uint8_t *pages;            /* the counter section while it is mapped to a file; NULL: it is private memory */
    size_t size;               /* bytes, a multiple of the page size */
    pid_t pid;                 /* the process that owns the file */
    char name[FILE_NAME_SIZE]; /* of the file; empty: there is none, and the counters are written at the end */
};

/* Makes a counter file and maps the counters to it. cleared: they start from 0. Returns 0, or -1 if that is impossible;
 * then the counters are unchanged, in their old place or in private memory. */
int __cover_continuous_start(struct continuous *continuous, const struct image *image, const struct args *args, int dir,
                             bool cleared, struct problem *problem) PORT_HIDDEN;
/* Replaces the file by a new one with these args. No thread may count meanwhile. Returns 0 or -1. */
int __cover_continuous_renew(struct continuous *continuous, const struct image *image, const struct args *args, int dir,
                             struct problem *problem) PORT_HIDDEN;

/* Copies of the counters for threads (shard.h), in a file or in memory. */
struct continuous_copies {
    uint8_t *start; /* the first copy */
    size_t stride;  /* bytes from one copy to the next */
    uint8_t *pages; /* the mapping that holds them */
    size_t size;
    char name[FILE_NAME_SIZE]; /* of the file; empty: none */
};

/* Makes a counter file that holds each function `count` times, with all counters 0, and maps it. Not for mode set.
 * Returns 0 or -1. */
int __cover_continuous_copies_make(struct continuous_copies *copies, const struct image *image, const struct args *args,
                                   int dir, uint32_t count, struct problem *problem) PORT_HIDDEN;

/* Moves the counters to private memory and keeps their values. Returns 0 or -1. */
int __cover_continuous_detach(struct continuous *continuous) PORT_HIDDEN;
/* Whether there is a file and this process owns it. */
bool __cover_continuous_own(const struct continuous *continuous) PORT_HIDDEN;
/* Whether there is a file that another process owns: then this is a child for which no fork handler ran. */
bool __cover_continuous_foreign(const struct continuous *continuous) PORT_HIDDEN;

#endif
