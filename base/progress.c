/* In: steps. Out: a line that is redrawn at most ten times a second. Each step reads the clock, which costs little
 * compared to the work of a step. */
#include "base/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/report.h"

#include "base/banned.h"

enum { WIDTH = 30 };
static const double delay = 1.0, interval = 0.1;
static const char gone[] = "\r\033[K";

static double progress_seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

void progress_start(struct progress *progress, const char *what, uint64_t total)
{
    const char *term = getenv("TERM");
    *progress = (struct progress){.what = what, .total = total};
    progress->wanted = total > 0 && isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
    clock_gettime(CLOCK_MONOTONIC, &progress->start);
}

static void progress_bar_draw(const struct progress *progress, uint64_t done, double passed)
{
    char bar[WIDTH + 1];
    double part = done < progress->total ? (double)done / (double)progress->total : 1;
    for (int i = 0; i < WIDTH; i++)
        bar[i] = i < (int)(part * WIDTH) ? '#' : '.';
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r%s [%s] %3d%%, %.0f s left\033[K", progress->what, bar, (int)(part * 100),
            passed / part * (1 - part));
    fflush(stderr);
}

void progress_step(struct progress *progress)
{
    uint64_t done = __atomic_add_fetch(&progress->done, 1, __ATOMIC_RELAXED);
    if (!progress->wanted || __atomic_test_and_set(&progress->drawing, __ATOMIC_ACQUIRE))
        return; /* another thread draws */
    double passed = progress_seconds_since(&progress->start);
    if (passed >= delay && passed - progress->shown >= interval) {
        report_clear(gone);
        progress_bar_draw(progress, done, passed);
        progress->shown = passed;
    }
    __atomic_clear(&progress->drawing, __ATOMIC_RELEASE);
}

void progress_hide(struct progress *progress)
{
    if (progress->shown > 0)
        fputs(gone, stderr);
}

void progress_finish(struct progress *progress)
{
    progress_hide(progress);
    report_clear("");
    progress->wanted = false;
}
