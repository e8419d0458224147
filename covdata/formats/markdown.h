/* Markdown (GitHub's, with tables) as reports write it. */
#ifndef COVER_COVDATA_FORMATS_MARKDOWN_H
#define COVER_COVDATA_FORMATS_MARKDOWN_H

#include <stdio.h>

#include "covdata/model/lines.h"

/* Prints a name of the data so that it is nothing but text: for a table's cell or a line. */
void markdown_name(FILE *out, const char *name);
/* " 90.2% (37/41) |", or " |" if there is nothing to cover: a table's cell. */
void markdown_tally(FILE *out, struct tally tally);

#endif
