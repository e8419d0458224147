/* In: the options and a print function; out: a report file, whole or not at all. */
#include "covdata/commands/export.h"

#include "covdata/model/gate.h"
#include "covdata/data/output_file.h"

#include "base/banned.h"

/* The data, and the one of the two functions that prints it. */
struct export
{
    const struct options *options;
    struct line_view view;
    struct tree tree;
    void (*lines_print)(FILE * out, const struct line_view *view, const struct options *options);
    void (*tree_print)(FILE * out, const struct tree *tree, const struct options *options);
};

static int export_write(const struct export *export)
{
    struct output out;
    if (output_open(&out, export->options->out ? export->options->out : "-") != 0)
        return -1;
    if (export->lines_print)
        export->lines_print(out.file, &export->view, export->options);
    else
        export->tree_print(out.file, &export->tree, export->options);
    return output_finish(&out);
}

static int export_make(struct export *export)
{
    struct model model;
    const struct options *options = export->options;
    int result = model_read(&model, &options->request, MODE_RELAXED);
    if (export->lines_print)
        lines_make(&export->view, &model, model.packages, model.package_count);
    if (export->tree_print || options->gates)
        tree_make(&export->tree, &model, (enum tree_order)options->order);
    if ((result == 0 || model.filled) && export_write(export) != 0)
        result = -1;
    if (options->gates && gates_check(options->gates, &export->tree) != 0)
        result = -1;
    tree_free(&export->tree);
    lines_free(&export->view);
    model_free(&model);
    return result;
}

int lines_export(const struct options *options,
                 void (*print)(FILE *out, const struct line_view *view, const struct options *options))
{
    struct export export = {.options = options, .lines_print = print};
    return export_make(&export);
}

int tree_export(const struct options *options,
                void (*print)(FILE *out, const struct tree *tree, const struct options *options))
{
    struct export export = {.options = options, .tree_print = print};
    return export_make(&export);
}
