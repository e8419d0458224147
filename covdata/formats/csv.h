/* Comma-separated values: a row for each file, or other part of the tree. */
#ifndef COVER_COVDATA_FORMATS_CSV_H
#define COVER_COVDATA_FORMATS_CSV_H

#include <stdio.h>

#include "covdata/model/tree.h"

struct csv_options {
    enum level depth; /* the level of the rows */
};

void csv_print(FILE *out, const struct tree *tree, const struct csv_options *options);

#endif
