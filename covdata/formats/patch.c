/* In: the new lines of a change and which of them ran; out: a row a file, or an annotation for each group of lines that
 * did not run. */
#include "covdata/formats/patch.h"

#include <string.h>

#include "base/escape.h"
#include "covdata/formats/markdown.h"
#include "covdata/formats/tally_text.h"

#include "base/banned.h"

static void patch_text_file_print(FILE *out, const struct cover_file *file, int width)
{
    struct str name = STR_INIT, missing = STR_INIT;
    escape_line(&name, file->change->new_name, "");
    patch_cover_missing(&missing, file);
    fprintf(out, "%s%*s", name.data, width - (int)text_width(name.data), "");
    tally_text_print(out, file->tally, "", "");
    fprintf(out, "%s%s\n", missing.len > 0 ? "  " : "", missing.data);
    str_free(&name);
    str_free(&missing);
}

static int patch_name_width(const struct patch_cover *cover)
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

static void patch_unknown_print(FILE *out, const struct cover_file *file)
{
    struct str name = STR_INIT;
    escape_line(&name, file->change->new_name, "");
    fprintf(out, "not in the data: %s\n", name.data);
    str_free(&name);
}

void patch_text(FILE *out, const struct patch_cover *cover)
{
    int width = patch_name_width(cover);
    fprintf(out, "%*s  %18s  missing\n", width, "", "new lines");
    for (size_t i = 0; i < cover->count; i++)
        if (cover->files[i].file)
            patch_text_file_print(out, &cover->files[i], width);
    fprintf(out, "%-*s", width, "total");
    tally_text_print(out, cover->tally, "", "");
    fputc('\n', out);
    for (size_t i = 0; i < cover->count; i++)
        if (cover->files[i].file == NULL)
            patch_unknown_print(out, &cover->files[i]);
}

void patch_markdown(FILE *out, const struct patch_cover *cover)
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
        fprintf(out, " %s |\n", missing.data);
        str_free(&missing);
    }
}

void patch_annotations(FILE *out, const struct patch_cover *cover, enum annotation_level level)
{
    for (size_t i = 0; i < cover->count; i++) {
        const struct cover_file *file = &cover->files[i];
        for (size_t at = 0, end = 0; patch_cover_group(file, &at, &end); at = end) {
            char message[64];
            snprintf(message, sizeof message, "%zu new line%s not covered", end - at, end - at == 1 ? "" : "s");
            annotation_print(out, level, file->change->new_name, file->lines[at].number, file->lines[end - 1].number,
                             "Not covered", message);
        }
    }
}
