/* What all exports share: they read the data, write one output file and check gates. */
#ifndef COVER_COVDATA_COMMANDS_EXPORT_H
#define COVER_COVDATA_COMMANDS_EXPORT_H

#include <stdio.h>

#include "covdata/model/lines.h"
#include "covdata/cli/options.h"
#include "covdata/model/tree.h"

/* Reads the data and lets `print` write all files, or the tree, to -o, or to standard output. -1: something failed or a
 * gate is missed, which is reported; what could be read is exported all the same. */
int lines_export(const struct options *options,
                 void (*print)(FILE *out, const struct line_view *view, const struct options *options))
    __attribute__((warn_unused_result));
int tree_export(const struct options *options,
                void (*print)(FILE *out, const struct tree *tree, const struct options *options))
    __attribute__((warn_unused_result));

#endif
