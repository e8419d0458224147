/* Reads all pods of the input directories, one in memory at a time. */
#ifndef COVER_COVDATA_READER_H
#define COVER_COVDATA_READER_H

#include "covdata/data/pod_data.h"
#include "covdata/data/request.h"

/* What is to be done about pods whose counters count different things. Counters of a block can never be joined with
 * those of a function. */
enum mode_policy {
    MODE_STRICT,  /* all must have the same mode */
    MODE_RELAXED, /* the higher mode wins: only hit or not hit matters */
    MODE_EACH,    /* pods are not joined */
};

struct reader {
    const struct data_request *request;
    enum mode_policy policy;
    enum count_rule rule;
    enum counter_mode mode; /* of the pods so far; MODE_INVALID before the first */
    enum counter_granularity granularity;
    bool keeps_runs; /* `take` wants to know of all of a pod's runs */
    /* Takes a pod, counters added; it is closed afterwards. -1: failed, reported; stops the walk. */
    int (*take)(void *context, const struct pod_data *data);
    /* NULL, or: takes the counters run by run (pod_data_each_run), in a second walk, when `take` has seen all pods, with
     * all counts 0. `begin` is told of each pod before its runs. */
    int (*take_run)(void *context, const struct pod_data *data, const struct run *run);
    void (*begin)(void *context, const struct pod_data *data);
    void *context;
    struct progress progress; /* reader_read's own */
};

/* Reads all pods in order of their paths. Damaged files are reported and left out, the rest is taken. -1: something was
 * left out or failed, which was reported. Pods that can't be joined end the program. */
int reader_read(struct reader *reader) __attribute__((warn_unused_result));

#endif
