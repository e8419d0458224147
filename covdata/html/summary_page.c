/* The first page: figures of all, and the tree of modules, packages, directories and files as a table. In: the files of
 * the view, each once, below the first package that it is of. A row comes before those below it, so the sums are made
 * first. */
#include "covdata/html/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "covdata/html/text.h"

#include "base/banned.h"

enum level { LEVEL_ALL, LEVEL_MODULE, LEVEL_PACKAGE, LEVEL_DIRECTORY, LEVEL_FILE, LEVEL_COUNT };

struct row {
    enum level level;
    const struct line_file *file; /* the first below it, or itself */
    struct html_tallies tallies;
};

struct tree {
    struct row *rows;
    size_t count, cap;
    size_t open[LEVEL_COUNT]; /* the row of each level that is being filled */
};

static size_t dir_length(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? (size_t)(slash - name) : 0;
}

static int text_order(const char *a, size_t a_len, const char *b, size_t b_len)
{
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    return order ? order : (a_len > b_len) - (a_len < b_len);
}

/* The uppermost level at which two files part. */
static enum level files_part(const struct line_file *a, const struct line_file *b, int *order)
{
    if ((*order = strcmp(a->package->module, b->package->module)) != 0)
        return LEVEL_MODULE;
    if ((*order = strcmp(a->package->path, b->package->path)) != 0)
        return LEVEL_PACKAGE;
    if ((*order = text_order(a->name, dir_length(a->name), b->name, dir_length(b->name))) != 0)
        return LEVEL_DIRECTORY;
    *order = strcmp(a->name, b->name);
    return LEVEL_FILE;
}

static int file_compare(const void *a, const void *b)
{
    int order;
    files_part(*(const struct line_file *const *)a, *(const struct line_file *const *)b, &order);
    return order;
}

static void row_add(struct tree *tree, enum level level, const struct line_file *file)
{
    tree->rows = array_grow(tree->rows, tree->count, &tree->cap, sizeof *tree->rows);
    tree->open[level] = tree->count;
    tree->rows[tree->count++] = (struct row){.level = level, .file = file};
}

static void tree_make(struct tree *tree, const struct line_view *view)
{
    const struct line_file **files = xcalloc(view->count, sizeof(void *));
    for (size_t i = 0; i < view->count; i++)
        files[i] = &view->files[i];
    qsort(files, view->count, sizeof(void *), file_compare);
    row_add(tree, LEVEL_ALL, NULL);
    for (size_t i = 0; i < view->count; i++) {
        int order;
        enum level level = i == 0 ? LEVEL_MODULE : files_part(files[i - 1], files[i], &order);
        for (; level <= LEVEL_FILE; level++)
            row_add(tree, level, files[i]);
        struct html_tallies tallies = html_tallies_of(files[i]);
        for (level = LEVEL_ALL; level <= LEVEL_FILE; level++)
            html_tallies_add(&tree->rows[tree->open[level]].tallies, &tallies);
    }
    free(files);
}

/* A name of len bytes. */
static void part_print(FILE *out, const char *name, size_t len)
{
    char *part = strndup(name, len);
    if (part)
        html_name(out, part);
    free(part);
}

static void file_print(FILE *out, const struct html_report *report, enum html_place place, const struct line_file *file)
{
    size_t dir = dir_length(file->name), skip = dir > 0 || *file->name == '/' ? dir + 1 : 0;
    fputs("<a href=\"", out);
    html_link(out, report, place, (size_t)(file - report->view.files), 0);
    fputs("\">", out);
    if (skip > 0) {
        fputs("<span class=\"dir\">", out);
        part_print(out, file->name, skip);
        fputs("</span>", out);
    }
    html_name(out, file->name + skip);
    fputs("</a>", out);
}

static void label_print(FILE *out, const struct html_report *report, enum html_place place, const struct row *row)
{
    uint8_t disposition = row->file->package->disposition;
    bool other = disposition == DISPOSITION_DEPENDENT || disposition == DISPOSITION_SYSTEM;
    size_t dir = dir_length(row->file->name);
    switch (row->level) {
    case LEVEL_MODULE:
        html_name(out, row->file->package->module);
        break;
    case LEVEL_PACKAGE:
        html_name(out, row->file->package->path);
        if (other)
            fprintf(out, " <span class=\"badge\">%s</span>", disposition_name(disposition));
        break;
    case LEVEL_DIRECTORY:
        if (dir > 0)
            part_print(out, row->file->name, dir);
        else
            putc('.', out);
        break;
    default:
        file_print(out, report, place, row->file);
    }
}

static void row_print(FILE *out, const struct html_report *report, enum html_place place, const struct row *row)
{
    fprintf(out, "<tr data-d=\"%d\"", (int)row->level);
    if (row->level == LEVEL_FILE)
        fprintf(out, " data-f=\"%td\"", row->file - report->view.files);
    fputs("><th scope=\"row\">", out);
    label_print(out, report, place, row);
    fputs("</th>", out);
    html_cell(out, row->tallies.statements, true);
    fprintf(out, "<td>%" PRIu64 "</td>", row->tallies.statements.total - row->tallies.statements.hit);
    html_cell(out, row->tallies.lines, false);
    html_cell(out, row->tallies.functions, false);
    if (report->intraline)
        html_cell(out, row->tallies.intraline, false);
    fputs("</tr>\n", out);
}

static void table_print(FILE *out, const struct html_report *report, enum html_place place, const struct tree *tree)
{
    fputs("<div class=\"scroll\"><table class=\"sort tree\"><caption class=\"vh\">Coverage of modules, packages, "
          "directories and files</caption>\n<thead><tr>",
          out);
    html_heading(out, "Name", "text");
    html_heading(out, "Statements", "percent");
    html_heading(out, "Missed", "number");
    html_heading(out, "Lines", "percent");
    html_heading(out, "Functions", "percent");
    if (report->intraline)
        html_heading(out, "Intraline", "percent");
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t i = 1; i < tree->count; i++)
        row_print(out, report, place, &tree->rows[i]);
    fputs("</tbody></table></div>\n", out);
}

void html_summary(FILE *out, const struct html_report *report, enum html_place place)
{
    struct tree tree = {0};
    tree_make(&tree, &report->view);
    fputs("<section class=\"page summary\" id=\"index\">\n<h1>", out);
    html_name(out, report->title);
    fputs("</h1>\n", out);
    html_tiles(out, report, &tree.rows[0].tallies);
    if (report->view.count == 0)
        fputs("<p class=\"note\" role=\"note\">The data is of no file.</p>\n", out);
    else
        table_print(out, report, place, &tree);
    fputs("</section>\n", out);
    free(tree.rows);
}
