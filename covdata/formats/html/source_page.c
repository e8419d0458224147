/* The page of a file. In: its units and its text; out: a bar, figures, its functions and its lines. A line consists
 * of a number, a margin with the count, and text coloured by units. All information is in the markup; a script only
 * adds to it. Lines are in blocks that a browser lays out when they come into view, so that a file of 250,000 lines
 * can be opened. */
#include "covdata/formats/html/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "covdata/formats/html/paint.h"
#include "covdata/formats/html/source.h"
#include "covdata/formats/html/syntax.h"
#include "covdata/formats/html/test_table.h"
#include "covdata/formats/html/text.h"
#include "covdata/model/markers.h"

#include "base/banned.h"

enum { BLOCK_LINES = 200, WIDTH_LIMIT = 100000 };

struct page {
    FILE *out;
    const struct html_report *report;
    enum html_place place;
    size_t index;
    const struct line_file *file;
    const struct exclusions *excluded;
    struct source_text source;
    struct paint paint;
    struct syntax syntax;
    struct test_table tests; /* of no set, if tests are not known */
    size_t span;             /* of the file's spans: the first that does not end before the line */
    bool counted;            /* the line has a count */
    uint32_t count;          /* that count */
};

static bool source_page_line_commented(const struct page *page, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (page->syntax.kinds[i] != SYNTAX_COMMENT)
            return false;
    return len > 0;
}

/* What a line is: hit, missed, in part; excluded by a marker, a comment as a whole; 0: it has no code. */
static char source_page_line_class(const struct page *page, uint32_t line, size_t len)
{
    bool missed = false;
    for (size_t i = 0; i < page->paint.part_count; i++)
        missed = missed || (page->paint.parts[i].unit && page->paint.parts[i].unit->count == 0);
    if (page->counted)
        return page->count == 0 ? 'm' : missed ? 'p' : 'h';
    if (ranges_cover(&page->excluded->kinds[EXCLUDE_LINES], line, line))
        return 'x';
    return source_page_line_commented(page, len) ? 'c' : 0;
}

/* Finds the line's count. */
static void source_page_line_count(struct page *page, uint32_t line)
{
    while (page->span < page->file->span_count && page->file->spans[page->span].last < line)
        page->span++;
    page->counted = page->span < page->file->span_count && page->file->spans[page->span].first <= line;
    page->count = page->counted ? page->file->spans[page->span].count : 0;
}

/* The text of a part, its comments and strings marked. */
static void source_page_run_print(const struct page *page, const char *text, size_t from, size_t to)
{
    static const char *const marks[] = {NULL, "<i>", "<i class=s>", "<i class=d>"};
    for (size_t next; from < to; from = next) {
        enum syntax_kind kind = page->syntax.kinds[from];
        for (next = from + 1; next < to && page->syntax.kinds[next] == kind;)
            next++;
        if (marks[kind])
            fputs(marks[kind], page->out);
        html_text(page->out, text + from, next - from);
        if (marks[kind])
            fputs("</i>", page->out);
    }
}

static void source_page_part_print(const struct page *page, const char *text, struct paint_part part)
{
    size_t from = part.from;
    while (from < part.to && (text[from] == ' ' || text[from] == '\t') && part.from == 0)
        from++;
    html_text(page->out, text + part.from, from - part.from);
    if (part.unit == NULL || from == part.to || !page->counted) {
        source_page_run_print(page, text, from, part.to);
        return;
    }
    bool intraline = part.unit->intraline;
    fprintf(page->out, intraline ? "<span class=\"%c i\"" : "<span class=%c", part.unit->count ? 'h' : 'm');
    if (part.unit->count != page->count)
        fprintf(page->out, " data-n=%u", part.unit->count);
    if (page->tests.count > 0 && part.unit->count > 0)
        fprintf(page->out, " data-t=%u", page->tests.of[part.unit - page->file->units]);
    putc('>', page->out);
    source_page_run_print(page, text, from, part.to);
    fputs("</span>", page->out);
}

static void source_page_margin_print(const struct page *page)
{
    if (!page->counted)
        return;
    if (page->report->model->mode == MODE_SET && page->count > 0) {
        fputs("<b>✓</b>", page->out);
        return;
    }
    fputs(page->count >= 100000 ? "<b title=" : "<b>", page->out);
    if (page->count >= 100000)
        fprintf(page->out, "%u>", page->count);
    html_count(page->out, page->count);
    fputs("</b>", page->out);
}

static void source_page_line_print(struct page *page, uint32_t line)
{
    size_t len;
    const char *text = source_line(&page->source, line, &len);
    paint_line(&page->paint, line, text, len);
    syntax_line(&page->syntax, text, len);
    source_page_line_count(page, line);
    char class = source_page_line_class(page, line, len);
    fputs("<div id=", page->out);
    html_file_id(page->out, page->place, page->index);
    fprintf(page->out, class ? "L%u class=%c><a href=#" : "L%u><a href=#", line, class);
    html_file_id(page->out, page->place, page->index);
    fprintf(page->out, "L%u tabindex=-1>%u</a>", line, line);
    source_page_margin_print(page);
    if (class == 'c')
        html_text(page->out, text, len);
    else
        for (size_t i = 0; i < page->paint.part_count; i++)
            source_page_part_print(page, text, page->paint.parts[i]);
    fputs("</div>\n", page->out);
}

static void source_page_block_begin(const struct page *page, size_t line)
{
    size_t left = page->source.line_count - line + 1;
    if (left < BLOCK_LINES)
        fprintf(page->out, "<div class=block style=--n:%zu>\n", left);
    else
        fputs("<div class=block>\n", page->out);
}

static void source_page_lines_print(struct page *page)
{
    uint32_t width = page->source.widest < WIDTH_LIMIT ? page->source.widest : WIDTH_LIMIT;
    fprintf(page->out,
            "<div class=\"code\" role=\"region\" aria-label=\"Source text\" tabindex=\"0\">"
            "<div class=\"lines\" style=\"--w:%uch\">\n",
            width);
    for (size_t line = 1; line <= page->source.line_count; line++) {
        if (line % BLOCK_LINES == 1)
            source_page_block_begin(page, line);
        source_page_line_print(page, (uint32_t)line);
        if (line % BLOCK_LINES == 0 || line == page->source.line_count)
            fputs("</div>\n", page->out);
    }
    fputs("</div></div>\n", page->out);
}

/* Where in the file the missed lines are, as a strip beside it. */
static void source_page_map_print(const struct page *page)
{
    const struct line_file *file = page->file;
    if (page->source.line_count == 0)
        return;
    fprintf(page->out,
            "<svg class=\"map\" viewBox=\"0 0 1 %zu\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"",
            page->source.line_count);
    for (size_t i = 0; i < file->span_count && file->spans[i].first <= page->source.line_count; i++)
        if (file->spans[i].count == 0)
            fprintf(page->out, "M0 %uh1v%uh-1z", file->spans[i].first - 1,
                    file->spans[i].last - file->spans[i].first + 1);
    fputs("\"/></svg>\n", page->out);
}

static void source_page_functions_print(const struct page *page)
{
    const struct line_file *file = page->file;
    fprintf(
        page->out,
        "<details class=\"functions\"><summary>%zu function%s</summary>\n<div class=\"scroll\"><table class=\"sort\">"
        "<thead><tr>",
        file->func_count, file->func_count == 1 ? "" : "s");
    html_heading(page->out, "Function", "text");
    html_heading(page->out, "Line", "number");
    html_heading(page->out, "Calls", "number");
    html_heading(page->out, "Statements", "percent");
    html_heading(page->out, "Missed", "number");
    fputs("</tr></thead>\n<tbody>\n", page->out);
    for (size_t i = 0; i < file->func_count; i++) {
        const struct line_func *func = &file->funcs[i];
        fputs("<tr><th scope=\"row\"><a href=\"", page->out);
        html_link(page->out, page->report, page->place == PLACE_TOP ? PLACE_SOURCE : page->place, page->index,
                  func->start);
        fputs("\">", page->out);
        html_name(page->out, func->name);
        fprintf(page->out, "</a></th><td>%u</td><td data-v=\"%u\">", func->start, func->count);
        html_count(page->out, func->count);
        fputs("</td>", page->out);
        html_cell(page->out, func->statements, true);
        fprintf(page->out, "<td>%" PRIu64 "</td></tr>\n", func->statements.total - func->statements.hit);
    }
    fputs("</tbody></table></div></details>\n", page->out);
}

static void source_page_note_print(const struct page *page, const char *class, const char *text)
{
    fprintf(page->out, "<p class=\"note %s\" role=\"note\">%s</p>\n", class, text);
}

/* What is wrong with the source, and, where there is none, the lines that did not run. */
static void source_page_notes_print(const struct page *page)
{
    char text[200];
    const struct line_file *file = page->file;
    if (!page->source.found) {
        source_page_note_print(page, "warn",
                               "The source was not found below its module’s root when this report was made "
                               "(<code>covdata html -source=DIR</code> says where it is).");
        fputs("<p class=\"missing\">Lines that did not run:", page->out);
        for (size_t i = 0; i < file->span_count; i++)
            if (file->spans[i].count == 0)
                fprintf(page->out, file->spans[i].first == file->spans[i].last ? " %u" : " %u–%u", file->spans[i].first,
                        file->spans[i].last);
        fputs(file->lines.hit == file->lines.total ? " none.</p>\n" : ".</p>\n", page->out);
    } else if (page->source.misfits > 0) {
        snprintf(text, sizeof text,
                 "This is not the text that was compiled: %zu of %zu units begin or end where it has nothing. "
                 "Counts may stand beside other lines than theirs.",
                 page->source.misfits, file->unit_count);
        source_page_note_print(page, "warn", text);
    } else if (page->source.newer) {
        source_page_note_print(
            page, "",
            "This file was changed after the data was made; counts may stand beside other lines than "
            "theirs.");
    }
}

static void source_page_head_print(const struct page *page)
{
    const struct line_file *file = page->file;
    const char *slash = strrchr(file->name, '/');
    fputs("<div class=\"bar-file\"><h1>", page->out);
    if (slash) {
        fputs("<span>", page->out);
        char *dir = strndup(file->name, (size_t)(slash - file->name));
        html_name(page->out, dir ? dir : "");
        free(dir);
        fputs("/</span>", page->out);
    }
    html_name(page->out, slash ? slash + 1 : file->name);
    fprintf(page->out, "</h1><b class=\"%s\">", html_grade(file->statements));
    html_percent(page->out, file->statements);
    fputs("</b><div class=\"tools\"></div></div>\n<p class=\"of\">Package <b>", page->out);
    html_name(page->out, file->package->path);
    fputs("</b>", page->out);
    if (html_badged(file->package))
        fprintf(page->out, " <span class=\"badge\">%s</span>", disposition_name(file->package->disposition));
    fputs("</p>\n", page->out);
    html_tiles(page->out, page->report, file->statements, file->lines, file->functions, file->intraline);
}

void html_source(FILE *out, const struct html_report *report, enum html_place place, size_t file)
{
    struct page page = {.out = out, .report = report, .place = place, .index = file, .file = &report->view.files[file]};
    fputs("<section class=\"page source\"", out);
    if (place == PLACE_SINGLE)
        fprintf(out, " id=\"f%zu\"", file);
    fputs(">\n", out);
    page.excluded = markers_of(report->model, page.file->package, page.file->path);
    source_open(&page.source, report->roots, page.file);
    source_page_head_print(&page);
    source_page_notes_print(&page);
    source_page_functions_print(&page);
    if (page.source.found) {
        paint_start(&page.paint, page.file);
        source_page_map_print(&page);
        if (html_tests_known(report))
            test_table_make(&page.tests, report, page.file);
        source_page_lines_print(&page);
        if (page.tests.count > 0)
            test_table_print(out, &page.tests);
        test_table_free(&page.tests);
        paint_finish(&page.paint);
    }
    fputs("</section>\n", out);
    syntax_finish(&page.syntax);
    source_close(&page.source);
}
