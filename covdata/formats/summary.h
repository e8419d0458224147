/* The tree as a table of text. */
#ifndef COVER_COVDATA_FORMATS_SUMMARY_H
#define COVER_COVDATA_FORMATS_SUMMARY_H

#include <stdbool.h>
#include <stdio.h>

#include "covdata/model/tree.h"

struct summary_options {
    enum level depth; /* the deepest level shown */
    bool missing;     /* list the lines that did not run */
    bool colours;     /* colours and bars, for a terminal */
};

void summary_print(FILE *out, const struct tree *tree, const struct summary_options *options);

#endif
