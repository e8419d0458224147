/* covdata summary: formats/summary.h, with colours on a terminal. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/summary.h"

#include "base/banned.h"

enum colour_when { COLOUR_AUTO = 1, COLOUR_ALWAYS, COLOUR_NEVER };

static bool summary_command_colours_wanted(const struct options *options, FILE *out)
{
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
    if (options->colour != COLOUR_AUTO)
        return options->colour == COLOUR_ALWAYS;
    return isatty(fileno(out)) && !(none && *none) && term && strcmp(term, "dumb") != 0;
}

static void summary_command_export(FILE *out, const struct tree *tree, const struct options *options)
{
    summary_print(out, tree,
                  &(struct summary_options){.depth = (enum level)options->depth,
                                            .missing = options->missing,
                                            .colours = summary_command_colours_wanted(options, out)});
}

int summary_command(const struct options *options)
{
    return tree_export(options, summary_command_export);
}
