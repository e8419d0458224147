/* A bar on standard error for work that takes longer than a second, where that is a terminal: how much is done, and an
 * estimate of how long the rest takes. It is gone when the work is; messages (base/report.h) take its place. */
#ifndef COVER_BASE_PROGRESS_H
#define COVER_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct progress {
    const char *what; /* such as "writing pages" */
    uint64_t total, done;
    struct timespec start;
    double shown; /* seconds since the start when it was drawn last; 0: never */
    bool wanted, drawing;
};

/* `what` must outlive it. One bar at a time. */
void progress_start(struct progress *progress, const char *what, uint64_t total);
/* Any thread may step. */
void progress_step(struct progress *progress);
/* To be called before anything is printed to standard output, by the only thread that steps. */
void progress_hide(struct progress *progress);
/* In the end. */
void progress_finish(struct progress *progress);

#endif
