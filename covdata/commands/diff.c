/* covdata diff: coverage of a change's new lines. In: data of the changed code, and the change; out: the coverage
 * per file and in total, as text, Markdown, a page or annotations; and the result of a gate. */
#include "base/report.h"
#include "covdata/cli/commands.h"
#include "covdata/data/output_file.h"
#include "covdata/diff/patch_cover.h"
#include "covdata/formats/html/patch_page.h"
#include "covdata/formats/patch.h"
#include "covdata/model/gate.h"

#include "base/banned.h"

enum diff_format { DIFF_TEXT = 1, DIFF_MARKDOWN, DIFF_HTML, DIFF_ANNOTATIONS };

static int diff_cover_write(const struct options *options, const struct patch_cover *cover)
{
    struct output out;
    if (output_open(&out, options->out ? options->out : "-") != 0)
        return -1;
    if (options->format == DIFF_MARKDOWN)
        patch_markdown(out.file, cover);
    else if (options->format == DIFF_HTML)
        patch_page_print(out.file, cover);
    else if (options->format == DIFF_ANNOTATIONS)
        patch_annotations(out.file, cover, (enum annotation_level)options->level);
    else
        patch_text(out.file, cover);
    return output_finish(&out);
}

static int diff_cover_report(const struct options *options, const struct model *model, struct places *places,
                             const struct changes *changes)
{
    struct line_view view;
    struct patch_cover cover = {0};
    lines_make(&view, model, model->packages, model->package_count);
    patch_cover_make(&cover, changes, &view, places);
    int result = diff_cover_write(options, &cover);
    if (options->gates && gates_check_lines(options->gates, cover.tally) != 0)
        result = -1;
    patch_cover_free(&cover);
    lines_free(&view);
    return result;
}

int diff_command(const struct options *options)
{
    struct model model;
    struct places places = {0};
    struct changes changes = {0};
    if (options->gates && gates_check_lines(options->gates, (struct tally){0}) != 0) /* wrong use shows at once */
        BUG("a gate on nothing is missed");
    int result = model_read(&model, &options->request, MODE_RELAXED);
    int found = places_find(&places, &options->request, &model);
    if (found == 0)
        found = places_changes(&places, &options->change, &changes);
    if (found != 0 || diff_cover_report(options, &model, &places, &changes) != 0)
        result = -1;
    changes_free(&changes);
    places_free(&places);
    model_free(&model);
    return result;
}
