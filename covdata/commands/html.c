/* covdata html: formats/html/report.h. In: the data, and the sources below the roots of their modules; out: a directory
 * of pages, or with -single one page. */
#include "covdata/cli/commands.h"
#include "covdata/formats/html/write.h"

#include "base/banned.h"

static int html_command_write(const struct options *options, const struct model *model, const struct contexts *contexts)
{
    struct roots roots;
    struct html_report report;
    model_roots(&roots, &options->request);
    html_report_make(&report, model, contexts, &roots, options->title);
    int result = options->single ? html_write_single(&report, options->out) : html_write_pages(&report, options->out);
    html_report_free(&report);
    roots_free(&roots);
    return result;
}

int html_command(const struct options *options)
{
    struct model model;
    struct contexts contexts = {0};
    int result = options->no_tests ? model_read(&model, &options->request, MODE_RELAXED)
                                   : contexts_read(&options->request, MODE_RELAXED, &model, &contexts);
    if ((result == 0 || model.filled) && html_command_write(options, &model, &contexts) != 0)
        result = -1;
    contexts_free(&contexts);
    model_free(&model);
    return result;
}
