/* covdata markdown: formats/markdown.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/markdown.h"

#include "base/banned.h"

static void markdown_export(FILE *out, const struct tree *tree, const struct options *options)
{
    markdown_print(out, tree,
                   &(struct markdown_options){.depth = (enum level)options->depth, .missing = options->missing});
}

int markdown_command(const struct options *options)
{
    return tree_export(options, markdown_export);
}
