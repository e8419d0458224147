/* covdata cobertura: formats/cobertura.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/cobertura.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

static void cobertura_export(FILE *out, const struct line_view *view, const struct options *options)
{
    cobertura_print(out, view, &(struct cobertura_options){.source = options->request.source});
}

int cobertura_command(const struct options *options)
{
    xml_require("cobertura");
    return lines_export(options, cobertura_export);
}
