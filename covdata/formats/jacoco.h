/* JaCoCo's XML. */
#ifndef COVER_COVDATA_FORMATS_JACOCO_H
#define COVER_COVDATA_FORMATS_JACOCO_H

#include <stdio.h>

#include "covdata/model/lines.h"

void jacoco_print(FILE *out, const struct line_view *view);

#endif
