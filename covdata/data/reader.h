/* Reads all pods of the input directories, one in memory at a time. */
#ifndef COVER_COVDATA_READER_H
#define COVER_COVDATA_READER_H

#include "covdata/data/pod_data.h"
#include "covdata/data/request.h"

/* How pods with different counter modes are joined. Counters of blocks and of functions are never joined. */
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
    bool keeps_runs; /* a pod's `runs` are filled before `take` */
    /* Called with each pod, its counters added up; the pod is closed afterwards. -1: failed, reported; ends the reading. */
    int (*take)(void *context, const struct pod_data *data);
    /* NULL, or called with each run's own counters (pod_data_each_run), in a second pass after `take` was called for all
     * pods with all counts 0. `begin` is called before the runs of each pod. */
    int (*take_run)(void *context, const struct pod_data *data, const struct run *run);
    void (*begin)(void *context, const struct pod_data *data);
    void *context;
    struct progress progress; /* reader_read's own */
};

/* Reads all pods in order of their paths. Damaged files are reported and left out. -1: something was left out or failed,
 * which is reported. Pods that cannot be joined end the program. */
int reader_read(struct reader *reader) __attribute__((warn_unused_result));

#endif
