/* covdata coveralls: formats/coveralls.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/coveralls.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

static void coveralls_export(FILE *out, const struct line_view *view, const struct options *options)
{
    struct roots roots;
    model_roots(&roots, &options->request);
    coveralls_print(out, view, &roots);
    roots_free(&roots);
}

int coveralls_command(const struct options *options)
{
    json_require("coveralls");
    return lines_export(options, coveralls_export);
}
