/* Walks all images of the input directories, one in memory at a time. */
#ifndef COVER_COVDATA_READER_H
#define COVER_COVDATA_READER_H

#include "covdata/data/pod_data.h"
#include "covdata/data/request.h"

/* What is to be done about images whose counters count different things. Counters of a block can never be joined with
 * those of a function. */
enum mode_policy {
    MODE_STRICT,  /* all must have the same mode */
    MODE_RELAXED, /* the higher mode wins: only hit or not hit matters */
    MODE_EACH,    /* images are not joined */
};

struct reader {
    const struct data_request *request;
    enum mode_policy policy;
    enum count_rule rule;
    enum counter_mode mode; /* of the images so far; MODE_INVALID before the first */
    enum counter_granularity granularity;
    bool keeps_runs; /* `take` wants to know of all of an image's runs */
    /* Takes an image, counters added; it is closed afterwards. -1: failed, reported; stops the walk. */
    int (*take)(void *context, const struct image *image);
    /* NULL, or: takes the counters run by run (image_each_run), in a second walk, when `take` has seen all images, with
     * all counts 0. `begin` is told of each image before its runs. */
    int (*run)(void *context, const struct image *image, const struct run *run);
    void (*begin)(void *context, const struct image *image);
    void *context;
    struct progress progress; /* reader_run's own */
};

/* Reads all pods in order of their paths. Damaged files are reported and left out, the rest is taken. -1: something was
 * left out or failed, which was reported. Images that can't be joined end the program. */
int reader_run(struct reader *reader) __attribute__((warn_unused_result));

#endif
