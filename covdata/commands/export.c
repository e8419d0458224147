/* In: the command line; out: a report file, whole or not at all. */
#include "covdata/commands/export.h"

#include "covdata/model/gate.h"
#include "covdata/data/output_file.h"

#include "base/banned.h"

/* What an export is made of, and how: one of the two prints. */
struct source {
    const struct options *options;
    struct line_view view;
    struct tree tree;
    void (*lines_print)(FILE *out, const struct line_view *view, const struct options *options);
    void (*tree_print)(FILE *out, const struct tree *tree, const struct options *options);
};

static int source_write(const struct source *source)
{
    struct output out;
    if (output_open(&out, source->options->out ? source->options->out : "-") != 0)
        return -1;
    if (source->lines_print)
        source->lines_print(out.file, &source->view, source->options);
    else
        source->tree_print(out.file, &source->tree, source->options);
    return output_finish(&out);
}

static int source_export(struct source *source)
{
    struct model model;
    const struct options *options = source->options;
    int result = model_read(&model, &options->request, MODE_RELAXED);
    if (source->lines_print)
        lines_make(&source->view, &model, model.packages, model.package_count);
    if (source->tree_print || options->gates)
        tree_make(&source->tree, &model, (enum tree_order)options->order);
    if ((result == 0 || model.filled) && source_write(source) != 0)
        result = -1;
    if (options->gates && gates_check(options->gates, &source->tree) != 0)
        result = -1;
    tree_free(&source->tree);
    lines_free(&source->view);
    model_free(&model);
    return result;
}

int lines_export(const struct options *options,
                 void (*print)(FILE *out, const struct line_view *view, const struct options *options))
{
    struct source source = {.options = options, .lines_print = print};
    return source_export(&source);
}

int tree_export(const struct options *options,
                void (*print)(FILE *out, const struct tree *tree, const struct options *options))
{
    struct source source = {.options = options, .tree_print = print};
    return source_export(&source);
}
