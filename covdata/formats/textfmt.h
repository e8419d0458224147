/* The text format of Go's cmd/cover, which many tools read. */
#ifndef COVER_COVDATA_FORMATS_TEXTFMT_H
#define COVER_COVDATA_FORMATS_TEXTFMT_H

#include "covdata/model/model.h"

/* Writes the sorted model to `path`; an empty file if the model is not filled. -1 is reported. */
int textfmt_write(const struct model *model, const char *path) __attribute__((warn_unused_result));

#endif
