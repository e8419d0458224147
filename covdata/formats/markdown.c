/* In: the tree; out: a table for the summary of a CI job. Rows are the levels down to -depth, the total first,
 * because readers look for it first. */
#include "covdata/formats/markdown.h"

#include <inttypes.h>
#include <string.h>

#include "base/escape.h"

#include "base/banned.h"

/* Every character that can mean something is written as a character reference, in which no Markdown looks for more. */
void markdown_name(FILE *out, const char *name)
{
    struct str text = STR_INIT;
    escape_line(&text, name, "");
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("\\`*_{}[]()<>#+!|&~@:^$'\"", text.data[i]))
            fprintf(out, "&#%d;", text.data[i]);
        else
            fputc(text.data[i], out);
    }
    str_free(&text);
}

void markdown_tally(FILE *out, struct tally tally)
{
    if (tally.total > 0)
        fprintf(out, " %.1f%% (%" PRIu64 "/%" PRIu64 ")", tally_percent(tally), tally.hit, tally.total);
    fputs(" |", out);
}

static void markdown_row_print(FILE *out, const struct tree_row *row, bool intraline, bool missing)
{
    fputs("| ", out);
    for (int level = LEVEL_MODULE; level < (int)row->level; level++)
        fputs("&emsp;", out);
    if (row->level == LEVEL_TOTAL)
        fputs("**total**", out);
    else
        markdown_name(out, tree_label(row));
    fputs(" |", out);
    markdown_tally(out, row->statements);
    markdown_tally(out, row->lines);
    markdown_tally(out, row->functions);
    if (intraline)
        markdown_tally(out, row->intraline);
    if (missing)
        fprintf(out, " %s |", row->missing);
    fputc('\n', out);
}

static void markdown_table_print(FILE *out, const struct tree *tree, const struct markdown_options *options)
{
    bool intraline = tree->rows[0].intraline.total > 0;
    fprintf(out, "| | statements | lines | functions |%s%s\n", intraline ? " conditions |" : "",
            options->missing ? " missing lines |" : "");
    fprintf(out, "|---|---:|---:|---:|%s%s\n", intraline ? "---:|" : "", options->missing ? "---|" : "");
    for (size_t i = 0; i < tree->count; i++)
        if (tree->rows[i].level <= options->depth)
            markdown_row_print(out, &tree->rows[i], intraline, options->missing);
}

void markdown_print(FILE *out, const struct tree *tree, const struct markdown_options *options)
{
    fputs("### Coverage\n\n", out);
    struct str note = STR_INIT;
    markdown_table_print(out, tree, options);
    tree_shared_note(&note, tree);
    fprintf(out, "%s%s", note.len > 0 ? "\n" : "", note.data);
    str_free(&note);
}
