/* JSON by the schema docs/covdata.schema.json. */
#ifndef COVER_COVDATA_FORMATS_JSON_H
#define COVER_COVDATA_FORMATS_JSON_H

#include <stdio.h>

#include "covdata/model/lines.h"

void json_print(FILE *out, const struct line_view *view);

#endif
