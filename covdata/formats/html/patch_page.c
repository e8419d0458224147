/* The page of `covdata diff -format=html`: a table of files, then each file's new lines. Lines are marked with a
 * sign and a word as well as by colour. The page has no script and loads nothing. */
#include "covdata/formats/html/patch_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "covdata/formats/html/text.h"

#include "base/banned.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Coverage of a change</title>\n<style>\n"
    ":root { color-scheme: light dark; --hit: #dcf2dc; --miss: #fbdcdc; }\n"
    "@media (prefers-color-scheme: dark) { :root { --hit: #163a1a; --miss: #52181a; } }\n"
    "body { font: 1rem/1.4 system-ui, sans-serif; margin: 1rem auto; max-width: 70rem; padding: 0 1rem; }\n"
    "table { border-collapse: collapse; }\nth, td { padding: .1rem .8rem .1rem 0; text-align: left; }\n"
    ".n { text-align: right; font-variant-numeric: tabular-nums; }\n"
    ".code { font-family: ui-monospace, monospace; font-size: .85rem; width: 100%; }\n"
    ".code td:last-child { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; width: 100%; }\n"
    ".hit { background: var(--hit); }\n.miss { background: var(--miss); }\n"
    ".gap td { border-top: 1px dashed; }\n</style>\n</head>\n<body>\n<h1>Coverage of a change</h1>\n";

static void patch_page_tally_print(FILE *out, struct tally tally)
{
    if (tally.total == 0)
        fputs("<td class=\"n\">no code</td><td></td>", out);
    else
        fprintf(out, "<td class=\"n\">%.1f%%</td><td class=\"n\">%" PRIu64 "/%" PRIu64 "</td>", tally_percent(tally),
                tally.hit, tally.total);
}

static void patch_page_row_print(FILE *out, const struct cover_file *file, size_t index)
{
    struct str missing = STR_INIT;
    patch_cover_missing(&missing, file);
    fprintf(out, "<tr><td><a href=\"#f%zu\">", index);
    html_name(out, file->change->new_name);
    fputs("</a></td>", out);
    if (file->file)
        patch_page_tally_print(out, file->tally);
    else
        fputs("<td class=\"n\">not in the data</td><td></td>", out);
    fprintf(out, "<td>%s</td></tr>\n", missing.data);
    str_free(&missing);
}

static void patch_page_line_print(FILE *out, const struct cover_line *line, bool gap)
{
    const char *kind = !line->counts ? "" : line->count > 0 ? "hit" : "miss";
    const char *sign = !line->counts ? "" : line->count > 0 ? "✓" : "✗";
    const char *word = !line->counts ? "no code" : line->count > 0 ? "covered" : "not covered";
    size_t len = line->text.len;
    if (len > 0 && line->text.data[len - 1] == '\r')
        len--;
    fprintf(out, "<tr class=\"%s%s\"><td class=\"n\">%u</td><td aria-label=\"%s\" title=\"%s\">%s</td><td>", kind,
            gap ? " gap" : "", line->number, word, word, sign);
    html_text(out, line->text.data, len);
    fputs("</td></tr>\n", out);
}

static void patch_page_file_print(FILE *out, const struct cover_file *file, size_t index)
{
    fprintf(out, "<h2 id=\"f%zu\">", index);
    html_name(out, file->change->new_name);
    fputs("</h2>\n<table class=\"code\">\n", out);
    for (size_t i = 0; i < file->line_count; i++)
        patch_page_line_print(out, &file->lines[i], i > 0 && file->lines[i].number != file->lines[i - 1].number + 1);
    fputs("</table>\n", out);
}

void patch_page_print(FILE *out, const struct patch_cover *cover)
{
    fputs(head, out);
    fputs("<table>\n<tr><th>file</th><th class=\"n\">covered</th><th class=\"n\">new lines</th><th>missing</th></tr>\n",
          out);
    for (size_t i = 0; i < cover->count; i++)
        patch_page_row_print(out, &cover->files[i], i);
    fputs("<tr><th>total</th>", out);
    patch_page_tally_print(out, cover->tally);
    fputs("<td></td></tr>\n</table>\n", out);
    for (size_t i = 0; i < cover->count; i++)
        if (cover->files[i].file)
            patch_page_file_print(out, &cover->files[i], i);
    fputs("</body>\n</html>\n", out);
}
