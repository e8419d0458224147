/* Applies exclusion markers (exclude.h) to a model, so that no report needs to know of them. */
#ifndef COVER_COVDATA_MARKERS_H
#define COVER_COVDATA_MARKERS_H

#include "covdata/model/exclude.h"
#include "covdata/model/model.h"
#include "covdata/model/roots.h"

/* Takes out of the model what its source files (roots.h) exclude: units of which all lines are excluded, intraline
 * units that are, functions that are; and what has nothing left. If `tell_each`, each file that is not found is
 * reported, otherwise their number. -1: code that is
 * marked as unreachable ran, which is reported. Before model_sort; or behind it and before another, where `carried` has
 * a value of each unit, by its number: those of the units that stay get their new numbers. Else it is NULL. */
int markers_apply(struct model *model, const struct roots *roots, bool tell_each, uint32_t *carried)
    __attribute__((warn_unused_result));

/* What was found in a file of the package, for reports by lines; never NULL. */
const struct exclusions *markers_of(const struct model *model, const struct model_package *package, const char *file);

#endif
