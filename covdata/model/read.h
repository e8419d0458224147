/* From data directories to a sorted model. */
#ifndef COVER_COVDATA_MODEL_READ_H
#define COVER_COVDATA_MODEL_READ_H

#include "covdata/data/reader.h"
#include "covdata/model/model.h"
#include "covdata/model/roots.h"

struct model_request {
    struct data_request data;
    const char *source; /* the root of the project's own packages; NULL: as the manifests say. Implies `markers` */
    bool markers;       /* leave out what exclusion markers exclude (markers.h) */
    bool markers_found; /* the same if a manifest records the roots */
    bool no_markers;    /* neither */
    bool empty_is_fine; /* no warning if the selection matches nothing, as in Go's tool */
};

/* Joins all selected data into a sorted model, without what markers exclude. -1: as reader_read, or as markers_apply. */
int model_read(struct model *model, const struct model_request *request, enum mode_policy policy)
    __attribute__((warn_unused_result));

/* For those who fill a model otherwise. Warns if the selection matches nothing in the model. */
void model_selection_check(const struct model *model, const struct model_request *request);
/* Applies exclusion markers if the request asks for them; `carried` and the result are those of markers_apply. */
int model_exclude(struct model *model, const struct model_request *request, uint32_t *carried)
    __attribute__((warn_unused_result));
/* The roots of the request. */
void model_roots(struct roots *roots, const struct model_request *request);

#endif
