/* The first page: totals, and the tree of modules, packages, directories and files as a table. In: the tree that
 * `covdata summary` prints, so that both have the same figures; out: a row for each part, with a link if a file has
 * a page. Packages that share a file share its page. */
#include "covdata/formats/html/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "covdata/formats/html/text.h"
#include "covdata/model/tree.h"

#include "base/banned.h"

struct table {
    FILE *out;
    const struct html_report *report;
    enum html_place place;
    struct map pages; /* index + 1 of the view's file, by name */
};

static size_t summary_page_of(const struct table *table, const struct tree_row *row)
{
    return (size_t)(uintptr_t)map_get(&table->pages, row->name, strlen(row->name)) - 1;
}

/* The directory is there for when files stand in one list. */
static void summary_page_file_print(const struct table *table, const struct tree_row *row)
{
    size_t dir_length = name_dir_length(row->name);
    fputs("<a href=\"", table->out);
    html_link(table->out, table->report, table->place, summary_page_of(table, row), 0);
    fputs("\">", table->out);
    if (dir_length > 0) {
        char *dir = strndup(row->name, dir_length);
        fputs("<span class=\"dir\">", table->out);
        html_name(table->out, dir ? dir : "");
        fputs("/</span>", table->out);
        free(dir);
    }
    html_name(table->out, tree_label(row));
    fputs("</a>", table->out);
}

static void summary_page_label_print(const struct table *table, const struct tree_row *row)
{
    if (row->level == LEVEL_FILE)
        summary_page_file_print(table, row);
    else
        html_name(table->out, tree_label(row));
    if (row->level == LEVEL_PACKAGE && html_badged(row->package))
        fprintf(table->out, " <span class=\"badge\">%s</span>", disposition_name(row->package->disposition));
}

static void summary_page_row_print(const struct table *table, const struct tree_row *row)
{
    FILE *out = table->out;
    fprintf(out, "<tr data-d=\"%d\"", (int)row->level);
    if (row->level == LEVEL_FILE)
        fprintf(out, " data-f=\"%zu\"", summary_page_of(table, row));
    fputs("><th scope=\"row\">", out);
    summary_page_label_print(table, row);
    fputs("</th>", out);
    html_cell(out, row->statements, true);
    fprintf(out, "<td>%" PRIu64 "</td>", row->statements.total - row->statements.hit);
    html_cell(out, row->lines, false);
    html_cell(out, row->functions, false);
    if (table->report->intraline)
        html_cell(out, row->intraline, false);
    fputs("</tr>\n", out);
}

/* The largest number in the table. */
static uint64_t summary_page_most(const struct tree_row *all)
{
    uint64_t parts = all->lines.total > all->intraline.total ? all->lines.total : all->intraline.total;
    return all->statements.total > parts ? all->statements.total : parts;
}

static void summary_page_table_print(const struct table *table, const struct tree *tree)
{
    FILE *out = table->out;
    html_table_begin(out, table->report->intraline ? "tree intraline" : "tree",
                     "Coverage of modules, packages, directories and files", summary_page_most(&tree->rows[0]));
    html_heading(out, "Name", "text");
    html_heading(out, "Statements", "percent");
    html_heading(out, "Missed", "number");
    html_heading(out, "Lines", "percent");
    html_heading(out, "Functions", "percent");
    if (table->report->intraline)
        html_heading(out, "Conditions", "percent");
    html_table_rows(out);
    for (size_t i = 1, row = 0; i < tree->count; i++) {
        if (tree->rows[i].level > LEVEL_FILE)
            continue;
        html_table_row(out, row++);
        summary_page_row_print(table, &tree->rows[i]);
    }
    html_table_end(out);
}

static void summary_page_shared_print(FILE *out, const struct tree *tree)
{
    struct str note = STR_INIT;
    tree_shared_note(&note, tree);
    if (note.len > 0)
        fprintf(out, "<p class=\"note\" role=\"note\">%s</p>\n", note.data);
    str_free(&note);
}

void html_summary(FILE *out, const struct html_report *report, enum html_place place)
{
    struct tree tree;
    struct table table = {.out = out, .report = report, .place = place};
    for (size_t i = 0; i < report->view.count; i++)
        *map_at(&table.pages, report->view.files[i].name, strlen(report->view.files[i].name)) =
            (void *)(uintptr_t)(i + 1);
    tree_make(&tree, report->model, ORDER_NAME);
    const struct tree_row *all = &tree.rows[0];
    fputs("<section class=\"page summary\" id=\"index\">\n<h1>", out);
    html_name(out, report->title);
    fputs("</h1>\n", out);
    html_tiles(out, report, all->statements, all->lines, all->functions, all->intraline);
    if (report->view.count == 0)
        fputs("<p class=\"note\" role=\"note\">The data is of no file.</p>\n", out);
    else
        summary_page_table_print(&table, &tree);
    summary_page_shared_print(out, &tree);
    fputs("</section>\n", out);
    tree_free(&tree);
    map_free(&table.pages);
}
