/* An index of tests: a file that stores which tests reached what, so that a query needs no data directories. Given
 * directories are updated in it: new data is added, removed or changed data leaves no trace. Data from other
 * directories stays in the index. */
#ifndef COVER_COVDATA_CONTEXTS_INDEX_H
#define COVER_COVDATA_CONTEXTS_INDEX_H

#include "covdata/contexts/contexts.h"

/* Brings the request's directories, if there are any, up to date in the index file `path`, and loads what is selected
 * from it; with `base`, only code of files of this base name. -1: something could not be read, which is reported; the
 * model and the contexts hold the rest. */
int index_read(const struct model_request *request, const char *path, const char *base, struct model *model,
               struct contexts *contexts) __attribute__((warn_unused_result));

#endif
