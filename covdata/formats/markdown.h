/* The tree as a table in GitHub's Markdown, and what all tables in Markdown share. */
#ifndef COVER_COVDATA_FORMATS_MARKDOWN_H
#define COVER_COVDATA_FORMATS_MARKDOWN_H

#include <stdbool.h>
#include <stdio.h>

#include "covdata/model/tree.h"

/* Prints a name of the data so that it is nothing but text: for a table's cell or a line. */
void markdown_name(FILE *out, const char *name);
/* " 90.2% (37/41) |", or " |" if there is nothing to cover: a table's cell. */
void markdown_tally(FILE *out, struct tally tally);

struct markdown_options {
    enum level depth; /* the deepest level shown */
    bool missing;     /* list the lines that did not run */
};

void markdown_print(FILE *out, const struct tree *tree, const struct markdown_options *options);

#endif
