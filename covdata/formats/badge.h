/* A badge: a picture (SVG) of one percentage. */
#ifndef COVER_COVDATA_FORMATS_BADGE_H
#define COVER_COVDATA_FORMATS_BADGE_H

#include <stdio.h>

#include "covdata/model/tree.h"

enum badge_measure { BADGE_STATEMENTS = 1, BADGE_LINES, BADGE_FUNCTIONS, BADGE_INTRALINE };

struct badge_options {
    enum badge_measure measure;
};

void badge_print(FILE *out, const struct tree *tree, const struct badge_options *options);

#endif
