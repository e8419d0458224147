/* covdata diff: coverage of the lines that a change puts in. In: data of the changed code, and the change; out: covered
 * and not, per file and in total, as text, Markdown, a page or annotations; and a gate. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/report.h"
#include "covdata/formats/annotation.h"
#include "covdata/cli/commands.h"
#include "base/escape.h"
#include "covdata/model/gate.h"
#include "covdata/formats/markdown.h"
#include "covdata/data/output_file.h"
#include "covdata/diff/patch_cover.h"
#include "covdata/data/reader.h"

#include "base/banned.h"

enum diff_format { DIFF_TEXT = 1, DIFF_MARKDOWN, DIFF_HTML, DIFF_ANNOTATIONS };

/* "  66.7%     2/3"; nothing to cover is no percent. */
static void tally_print(FILE *out, struct tally tally)
{
    char percent[16], ratio[48];
    snprintf(percent, sizeof percent, tally.total ? "%.1f%%" : "-", tally_percent(tally));
    snprintf(ratio, sizeof ratio, "%" PRIu64 "/%" PRIu64, tally.hit, tally.total);
    fprintf(out, "  %6s %11s", percent, ratio);
}

static void text_file_print(FILE *out, const struct cover_file *file, int width)
{
    struct str name = STR_INIT, missing = STR_INIT;
    escape_line(&name, file->change->new_name, "");
    patch_cover_missing(&missing, file);
    fprintf(out, "%s%*s", name.data, width - (int)text_width(name.data), "");
    tally_print(out, file->tally);
    fprintf(out, "%s%s\n", missing.len > 0 ? "  " : "", missing.len > 0 ? missing.data : "");
    str_free(&name);
    str_free(&missing);
}

static int name_width(const struct patch_cover *cover)
{
    int width = (int)strlen("total");
    for (size_t i = 0; i < cover->count; i++) {
        struct str name = STR_INIT;
        escape_line(&name, cover->files[i].change->new_name, "");
        if (cover->files[i].file && (int)text_width(name.data) > width)
            width = (int)text_width(name.data);
        str_free(&name);
    }
    return width;
}

static void unknown_print(FILE *out, const struct cover_file *file)
{
    struct str name = STR_INIT;
    escape_line(&name, file->change->new_name, "");
    fprintf(out, "not in the data: %s\n", name.data);
    str_free(&name);
}

static void text_print(FILE *out, const struct patch_cover *cover)
{
    int width = name_width(cover);
    fprintf(out, "%*s  %18s  missing\n", width, "", "new lines");
    for (size_t i = 0; i < cover->count; i++)
        if (cover->files[i].file)
            text_file_print(out, &cover->files[i], width);
    fprintf(out, "%-*s", width, "total");
    tally_print(out, cover->tally);
    fputc('\n', out);
    for (size_t i = 0; i < cover->count; i++)
        if (cover->files[i].file == NULL)
            unknown_print(out, &cover->files[i]);
}

static void markdown_print(FILE *out, const struct patch_cover *cover)
{
    fputs("### Coverage of the change\n\n| | new lines | missing |\n|---|---:|---|\n| **total** |", out);
    markdown_tally(out, cover->tally);
    fputs(" |\n", out);
    for (size_t i = 0; i < cover->count; i++) {
        struct str missing = STR_INIT;
        patch_cover_missing(&missing, &cover->files[i]);
        fputs("| ", out);
        markdown_name(out, cover->files[i].change->new_name);
        fputs(" |", out);
        if (cover->files[i].file)
            markdown_tally(out, cover->files[i].tally);
        else
            fputs(" not in the data |", out);
        fprintf(out, " %s |\n", missing.len > 0 ? missing.data : "");
        str_free(&missing);
    }
}

static void annotations_print(FILE *out, const struct patch_cover *cover, const char *level)
{
    for (size_t i = 0; i < cover->count; i++) {
        const struct cover_file *file = &cover->files[i];
        for (size_t at = 0, end = 0; patch_cover_run(file, &at, &end); at = end) {
            char message[64];
            snprintf(message, sizeof message, "%zu new line%s not covered", end - at, end - at == 1 ? "" : "s");
            annotation_print(out, level, file->change->new_name, file->lines[at].number, file->lines[end - 1].number,
                             "Not covered", message);
        }
    }
}

static int cover_write(const struct options *options, const struct patch_cover *cover)
{
    static const char *const levels[] = {"notice", "warning", "error"};
    struct output out;
    if (output_open(&out, options->out ? options->out : "-") != 0)
        return -1;
    if (options->format == DIFF_MARKDOWN)
        markdown_print(out.file, cover);
    else if (options->format == DIFF_HTML)
        patch_cover_page(out.file, cover);
    else if (options->format == DIFF_ANNOTATIONS)
        annotations_print(out.file, cover, levels[options->level - 1]);
    else
        text_print(out.file, cover);
    return output_finish(&out);
}

static int cover_report(const struct options *options, const struct model *model, struct places *places,
                        const struct changes *changes)
{
    struct line_view view;
    struct patch_cover cover = {0};
    lines_make(&view, model, model->packages, model->package_count);
    patch_cover_make(&cover, changes, &view, places);
    int result = cover_write(options, &cover);
    if (options->gates && gates_check_lines(options->gates, cover.tally) != 0)
        result = -1;
    patch_cover_free(&cover);
    lines_free(&view);
    return result;
}

int diff_run(const struct options *options)
{
    struct model model;
    struct places places = {0};
    struct changes changes = {0};
    if (options->gates && gates_check_lines(options->gates, (struct tally){0}) != 0) /* wrong use shows at once */
        BUG("a gate on nothing is missed");
    int result = reader_model(options, MODE_RELAXED, &model);
    int found = places_find(&places, options, &model);
    if (found == 0)
        found = places_changes(&places, options, &changes);
    if (found != 0 || cover_report(options, &model, &places, &changes) != 0)
        result = -1;
    changes_free(&changes);
    places_free(&places);
    model_free(&model);
    return result;
}
