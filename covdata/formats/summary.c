/* In: a tree; out: a row for each part of it, the total last. The table is as wide as its longest names and lists of
 * lines. */
#include "covdata/formats/summary.h"

#include <stdlib.h>

#include "base/escape.h"
#include "covdata/formats/tally_text.h"

#include "base/banned.h"

enum { BAR_CELLS = 8 };

struct table {
    const struct summary_options *options;
    FILE *out;
    bool intraline; /* is there any: else its column says nothing */
    char **labels;  /* of the rows, indented, escaped */
    int width;      /* of the widest that is shown */
};

static char *summary_label_make(const struct tree_row *row)
{
    struct str text = STR_INIT;
    str_addf(&text, "%*s", row->level > 0 ? 2 * ((int)row->level - 1) : 0, "");
    escape_line(&text, tree_label(row), "");
    return text.data;
}

static const char *summary_colour_of(struct tally tally)
{
    static const char *const colours[] = {
        [GRADE_NONE] = "", [GRADE_LOW] = "\033[31m", [GRADE_MIDDLE] = "\033[33m", [GRADE_HIGH] = "\033[32m"};
    return colours[tally_grade(tally)];
}

/* Eighths of cells, by U+2588 to U+258F; only a full tally fills the bar, and only an empty one leaves it empty. */
static void summary_bar_print(FILE *out, struct tally tally)
{
    int eighths = (int)(tally_percent(tally) / 100 * BAR_CELLS * 8);
    if (eighths == 0 && tally.hit > 0)
        eighths = 1;
    for (int cell = 0; cell < BAR_CELLS; cell++, eighths -= 8) {
        if (eighths >= 8)
            fputs("\xe2\x96\x88", out);
        else if (eighths > 0)
            fprintf(out, "\xe2\x96%c", 0x90 - eighths);
        else
            fputc(' ', out);
    }
}

static void summary_tally_print(const struct table *table, struct tally tally)
{
    bool coloured = table->options->colours && tally.total > 0;
    tally_text_print(table->out, tally, coloured ? summary_colour_of(tally) : "", coloured ? "\033[0m" : "");
}

static void summary_row_print(const struct table *table, const struct tree_row *row, const char *label)
{
    fprintf(table->out, "%s%*s", label, table->width - (int)text_width(label), "");
    if (table->options->colours) {
        fprintf(table->out, "  %s", summary_colour_of(row->statements));
        summary_bar_print(table->out, row->statements);
        fputs("\033[0m", table->out);
    }
    summary_tally_print(table, row->statements);
    summary_tally_print(table, row->lines);
    summary_tally_print(table, row->functions);
    if (table->intraline)
        summary_tally_print(table, row->intraline);
    if (table->options->missing && *row->missing)
        fprintf(table->out, "  %s", row->missing);
    fputc('\n', table->out);
}

static void summary_head_print(const struct table *table)
{
    int bar = table->options->colours ? BAR_CELLS + 2 : 0;
    fprintf(table->out, "%*s  %18s  %18s  %18s", table->width + bar, "", "statements", "lines", "functions");
    if (table->intraline)
        fprintf(table->out, "  %18s", "conditions");
    fputs(table->options->missing ? "  missing lines\n" : "\n", table->out);
}

/* The total stands last. */
static void summary_table_print(struct table *table, const struct tree *tree)
{
    table->labels = xcalloc(tree->count, sizeof *table->labels);
    for (size_t i = 0; i < tree->count; i++) {
        table->labels[i] = summary_label_make(&tree->rows[i]);
        int width = (int)text_width(table->labels[i]);
        if (tree->rows[i].level <= table->options->depth && width > table->width)
            table->width = width;
    }
    summary_head_print(table);
    for (size_t i = 1; i < tree->count; i++)
        if (tree->rows[i].level <= table->options->depth)
            summary_row_print(table, &tree->rows[i], table->labels[i]);
    summary_row_print(table, &tree->rows[0], table->labels[0]);
    for (size_t i = 0; i < tree->count; i++)
        free(table->labels[i]);
    free(table->labels);
}

void summary_print(FILE *out, const struct tree *tree, const struct summary_options *options)
{
    struct table table = {.options = options, .out = out, .intraline = tree->rows[0].intraline.total > 0};
    struct str note = STR_INIT;
    summary_table_print(&table, tree);
    tree_shared_note(&note, tree);
    fputs(note.data, out);
    str_free(&note);
}
