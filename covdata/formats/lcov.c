/* In: the lines of the model; out: a tracefile, a record for each file, for lcov, genhtml and similar tools. It has
 * no branches, because the data has none. The format has no quotes, so characters that could break a line are
 * escaped, and commas in function names as well. */
#include "covdata/formats/lcov.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/escape.h"

#include "base/banned.h"

static void lcov_name_print(FILE *out, const char *before, const char *name, const char *also)
{
    struct str text = STR_INIT;
    escape_name(&text, name, also);
    fprintf(out, "%s%s\n", before, text.data);
    str_free(&text);
}

/* FN and FNDA, which all versions read. */
static void lcov_funcs_print(FILE *out, const struct line_file *file)
{
    char before[64];
    for (size_t i = 0; i < file->func_count; i++) {
        snprintf(before, sizeof before, "FN:%u,", file->funcs[i].start);
        lcov_name_print(out, before, file->funcs[i].name, ",");
    }
    for (size_t i = 0; i < file->func_count; i++) {
        snprintf(before, sizeof before, "FNDA:%u,", file->funcs[i].count);
        lcov_name_print(out, before, file->funcs[i].name, ",");
    }
}

/* FNL and FNA, as lcov 2.2 writes them: with the line of the end. */
static void lcov_funcs_print_indexed(FILE *out, const struct line_file *file)
{
    char before[64];
    for (size_t i = 0; i < file->func_count; i++) {
        const struct line_func *func = &file->funcs[i];
        fprintf(out, "FNL:%zu,%u,%u\n", i, func->start, func->end);
        snprintf(before, sizeof before, "FNA:%zu,%u,", i, func->count);
        lcov_name_print(out, before, func->name, ",");
    }
}

static void lcov_file_print(FILE *out, const struct line_file *file, bool indexed)
{
    fputs("TN:\n", out);
    lcov_name_print(out, "SF:", file->name, "");
    if (indexed)
        lcov_funcs_print_indexed(out, file);
    else
        lcov_funcs_print(out, file);
    fprintf(out, "FNF:%" PRIu64 "\nFNH:%" PRIu64 "\n", file->functions.total, file->functions.hit);
    for (size_t i = 0; i < file->span_count; i++)
        for (uint32_t line = file->spans[i].first; line <= file->spans[i].last; line++)
            fprintf(out, "DA:%u,%u\n", line, file->spans[i].count);
    fprintf(out, "LF:%" PRIu64 "\nLH:%" PRIu64 "\nend_of_record\n", file->lines.total, file->lines.hit);
}

void lcov_print(FILE *out, const struct line_view *view, const struct lcov_options *options)
{
    for (size_t i = 0; i < view->count; i++)
        lcov_file_print(out, &view->files[i], options->indexed);
}
