/* covdata jacoco: formats/jacoco.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/jacoco.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

static void jacoco_export(FILE *out, const struct line_view *view, const struct options *options)
{
    (void)options;
    jacoco_print(out, view);
}

int jacoco_command(const struct options *options)
{
    xml_require("jacoco");
    return lines_export(options, jacoco_export);
}
