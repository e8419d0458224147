/* covdata json: formats/json.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/json.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

static void json_export(FILE *out, const struct line_view *view, const struct options *options)
{
    (void)options;
    json_print(out, view);
}

int json_command(const struct options *options)
{
    json_require("json");
    return lines_export(options, json_export);
}
