/* covdata sonarqube: formats/sonarqube.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/sonarqube.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

static void sonarqube_export(FILE *out, const struct line_view *view, const struct options *options)
{
    (void)options;
    sonarqube_print(out, view);
}

int sonarqube_command(const struct options *options)
{
    xml_require("sonarqube");
    return lines_export(options, sonarqube_export);
}
