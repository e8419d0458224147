/* A progress bar for work that takes longer than a second: how much is done, and an estimate of the remaining time. It
 * is shown if standard error is a terminal, and removed at the end and before each message (base/report.h). */
#ifndef COVER_BASE_PROGRESS_H
#define COVER_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct progress {
    const char *what; /* for example "writing pages" */
    uint64_t total, done;
    struct timespec start;
    double shown; /* when it was last drawn, in seconds since the start; 0: never */
    bool wanted, drawing;
};

/* Starts a bar. `what` must outlive it. There is one bar at a time. */
void progress_start(struct progress *progress, const char *what, uint64_t total);
/* Counts one of `total` steps. Any thread may call it. */
void progress_step(struct progress *progress);
/* Hides the bar. Call it before printing to standard output, in the only thread that steps. */
void progress_hide(struct progress *progress);
/* Removes the bar. */
void progress_finish(struct progress *progress);

#endif
