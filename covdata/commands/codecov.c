/* covdata codecov: formats/codecov.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/codecov.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

static void codecov_export(FILE *out, const struct line_view *view, const struct options *options)
{
    (void)options;
    codecov_print(out, view);
}

int codecov_command(const struct options *options)
{
    json_require("codecov");
    return lines_export(options, codecov_export);
}
