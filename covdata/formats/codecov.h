/* Codecov's own JSON. */
#ifndef COVER_COVDATA_FORMATS_CODECOV_H
#define COVER_COVDATA_FORMATS_CODECOV_H

#include <stdio.h>

#include "covdata/model/lines.h"

void codecov_print(FILE *out, const struct line_view *view);

#endif
