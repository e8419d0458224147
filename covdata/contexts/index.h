/* An index of tests: which tests reached what, kept in a file, so that a question needs no data directories. Given
 * directories are brought up to date in it: what came is added; of what went or changed nothing is left. What the index
 * has of other directories stays as it is. */
#ifndef COVER_COVDATA_CONTEXTS_INDEX_H
#define COVER_COVDATA_CONTEXTS_INDEX_H

#include "covdata/contexts/contexts.h"

/* Brings the directories of the options, if there are any, up to date in the index -index, and loads from it what is
 * selected; with -line only what the question needs. -1: something could not be read, which is reported; model and
 * origins are good all the same. */
int index_read(const struct options *options, struct model *model, struct origins *origins)
    __attribute__((warn_unused_result));

#endif
