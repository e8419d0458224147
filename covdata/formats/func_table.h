/* How much of each function ran: the table of Go's `covdata func`. */
#ifndef COVER_COVDATA_FORMATS_FUNC_TABLE_H
#define COVER_COVDATA_FORMATS_FUNC_TABLE_H

#include <stdio.h>

#include "covdata/model/model.h"

/* The model must be sorted. */
void func_table_print(FILE *out, const struct model *model);

#endif
