/* covdata summary: modules, their packages, their directories, files and functions, as a tree of rows. In: the model,
 * and its lines one package at a time, so that the numbers of a package are its own (a header that two packages include
 * counts in both). Out: a table; and whether the statements of all reach -fail-under. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/report.h"
#include "covdata/commands.h"
#include "covdata/escape.h"
#include "covdata/lines.h"
#include "covdata/output.h"
#include "covdata/reader.h"

#include "base/banned.h"

enum level { LEVEL_TOTAL, LEVEL_MODULE, LEVEL_PACKAGE, LEVEL_DIRECTORY, LEVEL_FILE, LEVEL_FUNCTION, LEVEL_COUNT };

struct row {
    enum level level;
    const char *label; /* indented, escaped */
    const char *missing;
    struct tally statements, lines, functions;
};

struct tree {
    const struct options *options;
    struct row *rows;
    size_t count, cap;
    size_t open[LEVEL_COUNT]; /* the row of each level that is being filled */
    struct arena arena;
};

/* What has no name is told from what has. */
static const char *label_make(struct tree *tree, enum level level, const char *name)
{
    struct str text = {0};
    str_addf(&text, "%*s", level > 0 ? 2 * ((int)level - 1) : 0, "");
    escape_line(&text, *name ? name : level == LEVEL_DIRECTORY ? "." : "(no name)", "");
    const char *label = arena_copy(&tree->arena, text.data, text.len);
    str_free(&text);
    return label;
}

static struct row *row_add(struct tree *tree, enum level level, const char *name)
{
    tree->rows = array_grow(tree->rows, tree->count, &tree->cap, sizeof *tree->rows);
    tree->open[level] = tree->count;
    tree->rows[tree->count] = (struct row){.level = level, .label = label_make(tree, level, name), .missing = ""};
    return &tree->rows[tree->count++];
}

/* "3-5, 9": the lines that did not run; spans of other lines stand between what is listed apart. */
static const char *missing_make(struct tree *tree, const struct line_span *spans, size_t count)
{
    struct str text = {0};
    for (size_t i = 0; i < count; i++) {
        if (spans[i].count != 0)
            continue;
        str_addf(&text, "%s%u", text.len > 0 ? ", " : "", spans[i].first);
        if (spans[i].last != spans[i].first)
            str_addf(&text, "-%u", spans[i].last);
    }
    const char *missing = arena_copy(&tree->arena, text.len > 0 ? text.data : "", text.len);
    str_free(&text);
    return missing;
}

static void funcs_add(struct tree *tree, const struct line_file *file)
{
    for (size_t i = 0; i < file->func_count; i++) {
        const struct line_func *func = &file->funcs[i];
        struct row *row = row_add(tree, LEVEL_FUNCTION, func->name);
        row->statements = func->statements;
        row->lines = func->lines;
        row->functions = (struct tally){func->count != 0, 1};
        row->missing = missing_make(tree, func->spans, func->span_count);
    }
}

static void file_add(struct tree *tree, const struct line_file *file)
{
    const char *slash = strrchr(file->name, '/');
    row_add(tree, LEVEL_FILE, slash ? slash + 1 : file->name);
    for (enum level level = LEVEL_TOTAL; level <= LEVEL_FILE; level++) {
        struct row *row = &tree->rows[tree->open[level]];
        tally_add(&row->statements, file->statements);
        tally_add(&row->lines, file->lines);
        tally_add(&row->functions, file->functions);
    }
    tree->rows[tree->open[LEVEL_FILE]].missing = missing_make(tree, file->spans, file->span_count);
    funcs_add(tree, file);
}

static size_t dir_length(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? (size_t)(slash - name) : 0;
}

/* By directory, so that one's files stand together although those of a directory below sort between them. */
static int file_compare(const void *a, const void *b)
{
    const struct line_file *x = a, *y = b;
    size_t x_len = dir_length(x->name), y_len = dir_length(y->name);
    int order = memcmp(x->name, y->name, x_len < y_len ? x_len : y_len);
    if (order == 0)
        order = (x_len > y_len) - (x_len < y_len);
    return order ? order : strcmp(x->name, y->name);
}

static bool dir_same(const struct line_file *a, const struct line_file *b)
{
    size_t len = dir_length(a->name);
    return len == dir_length(b->name) && memcmp(a->name, b->name, len) == 0;
}

static void package_add(struct tree *tree, const struct model *model, struct model_package *package)
{
    struct line_view view;
    lines_make(&view, model, &package, 1);
    if (view.count > 0)
        qsort(view.files, view.count, sizeof *view.files, file_compare);
    row_add(tree, LEVEL_PACKAGE, package->path);
    for (size_t i = 0; i < view.count; i++) {
        if (i == 0 || !dir_same(&view.files[i - 1], &view.files[i]))
            row_add(tree, LEVEL_DIRECTORY,
                    arena_copy(&tree->arena, view.files[i].name, dir_length(view.files[i].name)));
        file_add(tree, &view.files[i]);
    }
    lines_free(&view);
}

static int package_compare(const void *a, const void *b)
{
    const struct model_package *x = *(struct model_package *const *)a, *y = *(struct model_package *const *)b;
    int order = strcmp(x->module, y->module);
    return order ? order : strcmp(x->path, y->path);
}

static void tree_make(struct tree *tree, const struct model *model)
{
    struct model_package **packages = xcalloc(model->package_count + 1, sizeof(void *));
    for (size_t i = 0; i < model->package_count; i++)
        packages[i] = model->packages[i];
    qsort(packages, model->package_count, sizeof(void *), package_compare);
    row_add(tree, LEVEL_TOTAL, "total");
    for (size_t i = 0; i < model->package_count; i++) {
        if (i == 0 || strcmp(packages[i - 1]->module, packages[i]->module) != 0)
            row_add(tree, LEVEL_MODULE, packages[i]->module);
        package_add(tree, model, packages[i]);
    }
    free(packages);
}

static bool colours_wanted(FILE *out)
{
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(fileno(out)) && !(none && *none) && term && strcmp(term, "dumb") != 0;
}

static const char *colour_of(struct tally tally)
{
    double percent = tally_percent(tally);
    return percent >= 90 ? "\033[32m" : percent >= 75 ? "\033[33m" : "\033[31m";
}

/* "  90.2%     37/41"; nothing to cover is no percent. */
static void tally_print(FILE *out, struct tally tally, bool colours)
{
    char ratio[48], percent[16];
    snprintf(ratio, sizeof ratio, "%" PRIu64 "/%" PRIu64, tally.hit, tally.total);
    snprintf(percent, sizeof percent, tally.total ? "%.1f%%" : "-", tally_percent(tally));
    bool coloured = colours && tally.total > 0;
    fprintf(out, "  %s%6s%s %11s", coloured ? colour_of(tally) : "", percent, coloured ? "\033[0m" : "", ratio);
}

/* In characters: names may be UTF-8. */
static int label_width(const char *label)
{
    int width = 0;
    for (; *label; label++)
        width += (*label & 0xc0) != 0x80;
    return width;
}

static void row_print(FILE *out, const struct tree *tree, const struct row *row, int width, bool colours)
{
    fprintf(out, "%s%*s", row->label, width - label_width(row->label), "");
    tally_print(out, row->statements, colours);
    tally_print(out, row->lines, colours);
    tally_print(out, row->functions, colours);
    if (tree->options->missing && *row->missing)
        fprintf(out, "  %s", row->missing);
    fputc('\n', out);
}

/* The total stands last. */
static void tree_print(FILE *out, const struct tree *tree)
{
    bool colours = colours_wanted(out);
    int width = 0;
    for (size_t i = 0; i < tree->count; i++)
        if ((long)tree->rows[i].level <= tree->options->depth && label_width(tree->rows[i].label) > width)
            width = label_width(tree->rows[i].label);
    fprintf(out, "%*s  %18s  %18s  %18s%s\n", width, "", "statements", "lines", "functions",
            tree->options->missing ? "  missing lines" : "");
    for (size_t i = 1; i < tree->count; i++)
        if ((long)tree->rows[i].level <= tree->options->depth)
            row_print(out, tree, &tree->rows[i], width, colours);
    row_print(out, tree, &tree->rows[0], width, colours);
}

static int tree_write(const struct tree *tree)
{
    struct output out;
    if (output_open(&out, tree->options->out ? tree->options->out : "-") != 0)
        return -1;
    tree_print(out.file, tree);
    return output_finish(&out);
}

/* Exact, not by the figure as it is printed; where there is nothing to cover, no gate is reached. */
static int gate_check(struct tally statements, double least)
{
    if (statements.total == 0)
        return error("-fail-under=%g: there are no statements", least);
    if (100.0 * (double)statements.hit >= least * (double)statements.total)
        return 0;
    return error("-fail-under=%g: %.6g%% of statements are covered (%" PRIu64 " of %" PRIu64 ")", least,
                 tally_percent(statements), statements.hit, statements.total);
}

int summary_run(const struct options *options)
{
    struct model model;
    struct tree tree = {.options = options};
    int result = reader_model(options, MODE_RELAXED, &model);
    tree_make(&tree, &model);
    if (model.filled && tree_write(&tree) != 0)
        result = -1;
    if (options->fail_under >= 0 && gate_check(tree.rows[0].statements, options->fail_under) != 0)
        result = -1;
    free(tree.rows);
    arena_free(&tree.arena);
    model_free(&model);
    return result;
}
