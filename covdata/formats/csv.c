/* In: the tree; out: the rows of one level (files by default) by RFC 4180, for spreadsheets and scripts. A cell
 * that a spreadsheet would take for a formula starts with an escape instead. */
#include "covdata/formats/csv.h"

#include <inttypes.h>
#include <string.h>

#include "base/escape.h"

#include "base/banned.h"

static void csv_name_print(FILE *out, const char *name)
{
    struct str text = STR_INIT;
    if (*name && strchr("=+-@", *name))
        str_addf(&text, "\\x%02x", (unsigned char)*name++);
    escape_line(&text, name, "");
    fputc('"', out);
    for (size_t i = 0; i < text.len; i++)
        fprintf(out, "%.*s%c", text.data[i] == '"', "\"", text.data[i]);
    fputs("\",", out);
    str_free(&text);
}

static void csv_tally_print(FILE *out, struct tally tally, const char *end)
{
    fprintf(out, "%" PRIu64 ",%" PRIu64 "%s", tally.hit, tally.total, end);
}

/* The row of a level that this one is or stands below; NULL: it is above that. */
static const struct tree_row *csv_row_above(const struct tree *tree, const struct tree_row *row, enum level level)
{
    while (row->level > level)
        row = &tree->rows[row->parent];
    return row->level == level ? row : NULL;
}

static const char *csv_name_above(const struct tree *tree, const struct tree_row *row, enum level level)
{
    const struct tree_row *above = csv_row_above(tree, row, level);
    return above ? above->name : "";
}

static void csv_row_print(FILE *out, const struct tree *tree, const struct tree_row *row)
{
    static const enum level levels[] = {LEVEL_MODULE, LEVEL_PACKAGE, LEVEL_DIRECTORY, LEVEL_FILE, LEVEL_FUNCTION};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        csv_name_print(out, csv_name_above(tree, row, levels[i]));
    csv_name_print(out, row->package ? disposition_name(row->package->disposition) : "");
    csv_tally_print(out, row->statements, ",");
    csv_tally_print(out, row->lines, ",");
    csv_tally_print(out, row->functions, ",");
    csv_tally_print(out, row->intraline, ",");
    fprintf(out, "\"%s\"\r\n", row->missing);
}

void csv_print(FILE *out, const struct tree *tree, const struct csv_options *options)
{
    fputs("module,package,directory,file,function,disposition,statements_covered,statements,lines_covered,lines,"
          "functions_covered,functions,intraline_covered,intraline,missing_lines\r\n",
          out);
    for (size_t i = 0; i < tree->count; i++)
        if (tree->rows[i].level == options->depth)
            csv_row_print(out, tree, &tree->rows[i]);
}
