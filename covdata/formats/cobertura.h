/* Cobertura's XML. */
#ifndef COVER_COVDATA_FORMATS_COBERTURA_H
#define COVER_COVDATA_FORMATS_COBERTURA_H

#include <stdio.h>

#include "covdata/model/lines.h"

struct cobertura_options {
    const char *source; /* the project's root; NULL: not known */
};

void cobertura_print(FILE *out, const struct line_view *view, const struct cobertura_options *options);

#endif
