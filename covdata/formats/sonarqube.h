/* SonarQube's generic coverage XML. */
#ifndef COVER_COVDATA_FORMATS_SONARQUBE_H
#define COVER_COVDATA_FORMATS_SONARQUBE_H

#include <stdio.h>

#include "covdata/model/lines.h"

void sonarqube_print(FILE *out, const struct line_view *view);

#endif
