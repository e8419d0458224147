/* A comparison of two sets of data: sums, and the units of which something changed. */
#ifndef COVER_COVDATA_FORMATS_COMPARE_H
#define COVER_COVDATA_FORMATS_COMPARE_H

#include <stdio.h>

#include "covdata/diff/comparison.h"

void compare_text(FILE *out, const struct comparison *comparison);
void compare_markdown(FILE *out, const struct comparison *comparison);
/* On one line. */
void compare_json(FILE *out, const struct comparison *comparison);

#endif
