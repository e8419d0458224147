/* A bar on standard error for work that takes longer than a second, where that is a terminal: how much is done, and an
 * estimate of how long the rest takes. It is gone when the work is. */
#ifndef COVER_COVDATA_PROGRESS_H
#define COVER_COVDATA_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct progress {
    const char *what; /* such as "writing pages" */
    uint64_t total, done;
    struct timespec start;
    double shown; /* seconds since the start when it was drawn last; 0: never */
    bool wanted;
};

/* `what` must outlive it. */
void progress_start(struct progress *progress, const char *what, uint64_t total);
void progress_step(struct progress *progress);
/* To be called before anything else is printed, and in the end. */
void progress_finish(struct progress *progress);

#endif
