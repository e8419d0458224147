/* covdata annotations: formats/annotations.h. */
#include "covdata/cli/commands.h"
#include "covdata/commands/export.h"
#include "covdata/formats/annotations.h"

#include "base/banned.h"

static void annotations_export(FILE *out, const struct line_view *view, const struct options *options)
{
    annotations_print(out, view, &(struct annotations_options){.level = (enum annotation_level)options->level});
}

int annotations_command(const struct options *options)
{
    return lines_export(options, annotations_export);
}
