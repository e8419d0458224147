/* The source_files of Coveralls' JSON. */
#ifndef COVER_COVDATA_FORMATS_COVERALLS_H
#define COVER_COVDATA_FORMATS_COVERALLS_H

#include <stdio.h>

#include "covdata/model/lines.h"
#include "covdata/model/roots.h"

void coveralls_print(FILE *out, const struct line_view *view, const struct roots *roots);

#endif
