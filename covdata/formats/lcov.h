/* An lcov tracefile. */
#ifndef COVER_COVDATA_FORMATS_LCOV_H
#define COVER_COVDATA_FORMATS_LCOV_H

#include <stdbool.h>
#include <stdio.h>

#include "covdata/model/lines.h"

struct lcov_options {
    bool indexed; /* functions as FNL and FNA, as lcov 2.2 writes them, instead of FN and FNDA */
};

void lcov_print(FILE *out, const struct line_view *view, const struct lcov_options *options);

#endif
