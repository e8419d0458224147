/* In: the model, and its lines one package at a time; out: rows, those above packages with totals of distinct units. Rows are made in order of names, each with the
 * index of the row above it, and sorted again if another order is wanted. */
#include "covdata/model/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#include "base/banned.h"

/* The row of each level that is being filled. */
struct filling {
    struct tree *tree;
    size_t open[LEVEL_COUNT];
};

static struct tree_row *tree_row_add(struct filling *f, enum level level, const char *name)
{
    struct tree *tree = f->tree;
    tree->rows = array_grow(tree->rows, tree->count, &tree->cap, sizeof *tree->rows);
    f->open[level] = tree->count;
    size_t parent = f->open[level > 0 ? level - 1 : 0];
    tree->rows[tree->count] = (struct tree_row){.level = level, .name = name, .parent = parent, .missing = ""};
    tree->rows[tree->count].package = level > LEVEL_PACKAGE ? tree->rows[parent].package : NULL;
    return &tree->rows[tree->count++];
}

/* Spans of other lines stand between what is listed apart. */
static const char *tree_missing_make(struct tree *tree, const struct line_span *spans, size_t count)
{
    struct str text = STR_INIT;
    for (size_t i = 0; i < count; i++) {
        if (spans[i].count != 0)
            continue;
        str_adds(&text, text.len > 0 ? ", " : "");
        line_range_add(&text, spans[i].first, spans[i].last);
    }
    const char *missing = arena_copy(&tree->arena, text.data, text.len);
    str_free(&text);
    return missing;
}

static void tree_funcs_add(struct filling *f, const struct line_file *file)
{
    for (size_t i = 0; i < file->func_count; i++) {
        const struct line_func *func = &file->funcs[i];
        struct tree_row *row = tree_row_add(f, LEVEL_FUNCTION, func->name);
        row->line = func->start;
        row->statements = func->statements;
        row->lines = func->lines;
        row->intraline = func->intraline;
        row->functions = (struct tally){func->count != 0, 1};
        row->missing = tree_missing_make(f->tree, func->spans, func->span_count);
    }
}

static void tree_file_add(struct filling *f, const struct line_file *file)
{
    tree_row_add(f, LEVEL_FILE, arena_copy(&f->tree->arena, file->name, strlen(file->name)))->missing =
        tree_missing_make(f->tree, file->spans, file->span_count);
    for (enum level level = LEVEL_PACKAGE; level <= LEVEL_FILE; level++) {
        struct tree_row *row = &f->tree->rows[f->open[level]];
        tally_add(&row->statements, file->statements);
        tally_add(&row->lines, file->lines);
        tally_add(&row->functions, file->functions);
        tally_add(&row->intraline, file->intraline);
    }
    tree_funcs_add(f, file);
}

static int tree_file_compare(const void *a, const void *b)
{
    return name_compare_by_dir(((const struct line_file *)a)->name, ((const struct line_file *)b)->name);
}

static void tree_package_add(struct filling *f, const struct model *model, struct model_package *package)
{
    struct line_view view;
    lines_make(&view, model, &package, 1);
    if (view.count > 0)
        qsort(view.files, view.count, sizeof *view.files, tree_file_compare);
    tree_row_add(f, LEVEL_PACKAGE, package->path)->package = package;
    for (size_t i = 0; i < view.count; i++) {
        if (i == 0 || !name_same_dir(view.files[i - 1].name, view.files[i].name))
            tree_row_add(f, LEVEL_DIRECTORY,
                         arena_copy(&f->tree->arena, view.files[i].name, name_dir_length(view.files[i].name)));
        tree_file_add(f, &view.files[i]);
    }
    lines_free(&view);
}

static void tree_totals_set(struct tree_row *row, const struct line_totals *totals)
{
    row->statements = totals->statements;
    row->lines = totals->lines;
    row->functions = totals->functions;
    row->intraline = totals->intraline;
}

/* A module with its packages. */
static void tree_module_add(struct filling *f, const struct model *model, struct model_package *const *packages,
                            size_t count)
{
    struct line_totals totals = lines_total(model, packages, count);
    tree_totals_set(tree_row_add(f, LEVEL_MODULE, packages[0]->module), &totals);
    for (size_t i = 0; i < count; i++)
        tree_package_add(f, model, packages[i]);
}

static int tree_package_compare(const void *a, const void *b)
{
    const struct model_package *x = *(struct model_package *const *)a, *y = *(struct model_package *const *)b;
    int order = strcmp(x->module, y->module);
    return order ? order : strcmp(x->path, y->path);
}

static uint64_t tree_missed(struct tally tally)
{
    return tally.total - tally.hit;
}

/* What has nothing to cover goes last. */
static int tree_coverage_compare(struct tally a, struct tally b)
{
    if (a.total == 0 || b.total == 0)
        return (a.total == 0) - (b.total == 0);
    double x = tally_percent(a), y = tally_percent(b);
    return (x > y) - (x < y);
}

struct ordering {
    const struct tree_row *rows;
    enum tree_order order;
};

/* Rows of one parent stand together; equal ones in order of names, which is that of their indices. */
static int tree_index_compare(const void *a, const void *b, void *context)
{
    const struct ordering *ordering = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    const struct tree_row *x = &ordering->rows[i], *y = &ordering->rows[j];
    if (x->parent != y->parent)
        return (x->parent > y->parent) - (x->parent < y->parent);
    int order = ordering->order == ORDER_COVERAGE ? tree_coverage_compare(x->statements, y->statements)
                                                  : (tree_missed(x->statements) < tree_missed(y->statements)) -
                                                        (tree_missed(x->statements) > tree_missed(y->statements));
    return order ? order : (i > j) - (i < j);
}

struct moving {
    const struct tree_row *from;
    struct tree_row *to;
    size_t count;
    const size_t *indices, *first; /* rows by parent; where each parent's begin among them */
    size_t total;
};

/* Copies a row, and below it its children. The depth is that of the levels. */
static void tree_row_move(struct moving *m, size_t index, size_t parent)
{
    size_t place = m->count++;
    m->to[place] = m->from[index];
    m->to[place].parent = parent;
    for (size_t i = m->first[index]; i < m->total && m->from[m->indices[i]].parent == index; i++)
        if (m->indices[i] != index)
            tree_row_move(m, m->indices[i], place);
}

static void tree_rows_order(struct tree *tree, enum tree_order order)
{
    struct ordering ordering = {tree->rows, order};
    size_t *indices = xcalloc(tree->count, sizeof *indices), *first = xcalloc(tree->count, sizeof *first);
    for (size_t i = 0; i < tree->count; i++) {
        indices[i] = i;
        first[i] = tree->count; /* no children */
    }
    qsort_r(indices, tree->count, sizeof *indices, tree_index_compare, &ordering);
    for (size_t i = tree->count; i-- > 0;)
        first[tree->rows[indices[i]].parent] = i;
    struct moving moving = {tree->rows, xcalloc(tree->count, sizeof *tree->rows), 0, indices, first, tree->count};
    tree_row_move(&moving, 0, 0);
    free(tree->rows);
    free(indices);
    free(first);
    tree->rows = moving.to;
    tree->cap = tree->count;
}

void tree_make(struct tree *tree, const struct model *model, enum tree_order order)
{
    *tree = (struct tree){.model = model};
    struct filling filling = {.tree = tree};
    struct line_totals totals = lines_total(model, model->packages, model->package_count);
    tree->shared = totals.shared;
    struct model_package **packages = xcalloc(model->package_count + 1, sizeof(void *));
    for (size_t i = 0; i < model->package_count; i++)
        packages[i] = model->packages[i];
    qsort(packages, model->package_count, sizeof(void *), tree_package_compare);
    tree_totals_set(tree_row_add(&filling, LEVEL_TOTAL, ""), &totals);
    for (size_t i = 0, next; i < model->package_count; i = next) {
        for (next = i + 1; next < model->package_count && strcmp(packages[i]->module, packages[next]->module) == 0;)
            next++;
        tree_module_add(&filling, model, packages + i, next - i);
    }
    free(packages);
    if (order != ORDER_NAME)
        tree_rows_order(tree, order);
}

struct line_totals tree_disposition_total(const struct tree *tree, uint8_t disposition)
{
    const struct model *model = tree->model;
    struct model_package **packages = xcalloc(model->package_count + 1, sizeof(void *));
    size_t count = 0;
    for (size_t i = 0; i < model->package_count; i++) {
        uint8_t said = model->packages[i]->disposition;
        if ((said == DISPOSITION_UNSAID ? DISPOSITION_CONTAINED : said) == disposition)
            packages[count++] = model->packages[i];
    }
    struct line_totals totals = lines_total(model, packages, count);
    free(packages);
    return totals;
}

void tree_shared_note(struct str *text, const struct tree *tree)
{
    if (tree->shared == 1)
        str_adds(text, "1 file is in several packages; totals count it once.\n");
    else if (tree->shared > 1)
        str_addf(text, "%zu files are in several packages; totals count each of them once.\n", tree->shared);
}

void tree_free(struct tree *tree)
{
    free(tree->rows);
    arena_free(&tree->arena);
    *tree = (struct tree){0};
}

const char *tree_label(const struct tree_row *row)
{
    const char *slash = row->level == LEVEL_FILE ? strrchr(row->name, '/') : NULL;
    if (row->level == LEVEL_TOTAL)
        return "total";
    if (slash)
        return slash + 1;
    return *row->name ? row->name : row->level == LEVEL_DIRECTORY ? "." : "(no name)";
}
