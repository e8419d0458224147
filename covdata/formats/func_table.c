/* In: the model; out: a table. A function's line stands where units of another name begin, walking the file from top to
 * bottom, as in Go: a function that is interrupted by a nested one has two lines, and two functions of one name that
 * follow each other have one. */
#include "covdata/formats/func_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "base/str.h"

#include "base/banned.h"

struct line {
    char *place; /* "file:line:" */
    const char *name;
    double percent;
};

struct table {
    struct line *lines;
    size_t count, cap;
    uint64_t covered, total; /* of all functions, literals too */
};

static double func_table_percent_of(uint64_t covered, uint64_t total)
{
    return 100.0 * (double)covered / (double)(total ? total : 1);
}

/* Go's tool gives a function without statements 0 % although it ran. For Go's data, which has no lines of names, this is
 * Go's figure. */
static bool func_table_empty_ran(const struct model_row *rows, uint64_t total)
{
    return total == 0 && rows->func->line != 0 && rows->unit->count != 0;
}

static void func_table_line_add(struct table *table, struct str *place, const char *name, double percent)
{
    table->lines = array_grow(table->lines, table->count, &table->cap, sizeof *table->lines);
    table->lines[table->count++] = (struct line){place->data, name, percent};
}

/* The rows of one function; a literal has no name to print. */
static void func_table_rows_add(struct table *table, const struct model_row *rows, size_t count)
{
    uint64_t covered = 0, total = 0;
    for (size_t i = 0; i < count; i++) {
        total += rows[i].unit->at.statements;
        covered += rows[i].unit->count ? rows[i].unit->at.statements : 0;
    }
    table->covered += covered;
    table->total += total;
    if (rows->func->literal)
        return;
    struct str place = STR_INIT;
    str_addf(&place, "%s:%u:", rows->func->file, rows->unit->at.start_line);
    func_table_line_add(table, &place, rows->func->name,
                        func_table_empty_ran(rows, total) ? 100 : func_table_percent_of(covered, total));
}

static void func_table_package_add(struct table *table, const struct model_package *package)
{
    struct model_row *rows = model_rows(package);
    for (size_t i = 0, next; i < package->unit_count; i = next) {
        for (next = i + 1; next < package->unit_count; next++)
            if (strcmp(rows[next].func->name, rows[i].func->name) != 0)
                break;
        func_table_rows_add(table, rows + i, next - i);
    }
    free(rows);
}

/* Prints the text and as many tabs as lead to the first tab stop behind the column's widest text. */
static void func_table_cell_print(FILE *out, const char *text, size_t widest)
{
    enum { TAB = 8 };
    size_t column = (widest + 1 + TAB - 1) / TAB * TAB;
    fputs(text, out);
    for (size_t at = text_width(text); at < column; at = at / TAB * TAB + TAB)
        fputc('\t', out);
}

static void func_table_print_lines(FILE *out, const struct table *table)
{
    size_t place = 0, name = 0;
    for (size_t i = 0; i < table->count; i++) {
        size_t place_width = text_width(table->lines[i].place), name_width = text_width(table->lines[i].name);
        place = place_width > place ? place_width : place;
        name = name_width > name ? name_width : name;
    }
    for (size_t i = 0; i < table->count; i++) {
        func_table_cell_print(out, table->lines[i].place, place);
        func_table_cell_print(out, table->lines[i].name, name);
        fprintf(out, "%.1f%%\n", table->lines[i].percent);
    }
}

static void func_table_free(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free(table->lines[i].place);
    free(table->lines);
}

void func_table_print(FILE *out, const struct model *model)
{
    struct table table = {0};
    for (size_t i = 0; i < model->package_count; i++)
        func_table_package_add(&table, model->packages[i]);
    if (model->filled) {
        struct str total = STR_INIT;
        str_adds(&total, "total");
        func_table_line_add(&table, &total, "(statements)", func_table_percent_of(table.covered, table.total));
    }
    func_table_print_lines(out, &table);
    func_table_free(&table);
}
