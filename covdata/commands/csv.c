/* covdata csv: formats/csv.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/csv.h"

#include "base/banned.h"

static void csv_export(FILE *out, const struct tree *tree, const struct options *options)
{
    csv_print(out, tree, &(struct csv_options){.depth = (enum level)options->depth});
}

int csv_command(const struct options *options)
{
    return tree_export(options, csv_export);
}
