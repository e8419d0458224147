/* In: lines of the model; out: an annotation for each group of lines that did not run. GitHub shows the first ten
 * of a kind from one step; the log has all of them. */
#include "covdata/formats/annotations.h"

#include "base/str.h"

#include "base/banned.h"

static const struct line_func *annotations_func_at(const struct line_file *file, uint32_t line)
{
    const struct line_func *found = NULL;
    for (size_t i = 0; i < file->func_count && file->funcs[i].start <= line; i++)
        if (file->funcs[i].end >= line)
            found = &file->funcs[i];
    return found;
}

static void annotations_span_print(FILE *out, enum annotation_level level, const struct line_file *file,
                                   const struct line_span *span)
{
    const struct line_func *func = annotations_func_at(file, span->first);
    struct str message = STR_INIT;
    uint32_t lines = span->last - span->first + 1;
    str_addf(&message, "%u line%s not covered", lines, lines == 1 ? "" : "s");
    if (func && func->lines.hit == 0)
        str_addf(&message, ": %s was never called", func->name);
    else if (func)
        str_addf(&message, " in %s", func->name);
    annotation_print(out, level, file->name, span->first, span->last, "Not covered", message.data);
    str_free(&message);
}

void annotations_print(FILE *out, const struct line_view *view, const struct annotations_options *options)
{
    for (size_t f = 0; f < view->count; f++)
        for (size_t i = 0; i < view->files[f].span_count; i++)
            if (view->files[f].spans[i].count == 0)
                annotations_span_print(out, options->level, &view->files[f], &view->files[f].spans[i]);
}
