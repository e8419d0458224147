/* GitHub annotations of all lines that did not run: a workflow command for each group of such lines. */
#ifndef COVER_COVDATA_FORMATS_ANNOTATIONS_H
#define COVER_COVDATA_FORMATS_ANNOTATIONS_H

#include <stdio.h>

#include "covdata/formats/annotation.h"
#include "covdata/model/lines.h"

struct annotations_options {
    enum annotation_level level;
};

void annotations_print(FILE *out, const struct line_view *view, const struct annotations_options *options);

#endif
