/* Adds runs to the contexts of a model. The model must be complete, so that its units have numbers. */
#ifndef COVER_COVDATA_CONTEXTS_CONTEXT_FILLER_H
#define COVER_COVDATA_CONTEXTS_CONTEXT_FILLER_H

#include "covdata/contexts/contexts.h"

struct context_filler {
    struct model *model; /* NULL: not begun */
    struct contexts *contexts;
    struct model_unit **units; /* of the model, by number */
    uint32_t *number_of;       /* of the pod's units in the model */
    uint32_t *ran;             /* working space: numbers of units that ran, each once */
    uint32_t *seen;            /* the last run in which the unit ran */
    uint32_t run;
    bool overflow; /* a sum reached the maximum of a count, and stays there */
};

/* Gives each unit of the sorted model an empty set. */
void contexts_begin(struct contexts *contexts, const struct model *model);

/* Both must outlive the filler, and contexts_begin must have been called. */
void context_filler_begin(struct context_filler *filler, struct model *model, struct contexts *contexts);
/* The next runs are of this pod. */
void context_filler_pod(struct context_filler *filler, const struct pod_data *data);
/* Adds the counts of the pod, a run's (pod_data_each_run), to the model, and the test to the units that ran. */
void context_filler_run(struct context_filler *filler, const struct pod_data *data, const char *test, size_t len);
void context_filler_free(struct context_filler *filler);

#endif
