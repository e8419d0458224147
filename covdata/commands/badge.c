/* covdata badge: formats/badge.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/badge.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

static void badge_export(FILE *out, const struct tree *tree, const struct options *options)
{
    badge_print(out, tree, &(struct badge_options){.measure = (enum badge_measure)options->measure});
}

int badge_command(const struct options *options)
{
    xml_require("badge");
    return tree_export(options, badge_export);
}
