/* covdata lcov: formats/lcov.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/lcov.h"

#include "base/banned.h"

static void lcov_export(FILE *out, const struct line_view *view, const struct options *options)
{
    lcov_print(out, view, &(struct lcov_options){.indexed = options->fnl});
}

int lcov_command(const struct options *options)
{
    return lines_export(options, lcov_export);
}
