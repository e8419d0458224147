/* The page of functions, those with most missed statements first, as many as a browser can show at once. Also all
 * names, as a script's data. */
#include "covdata/formats/html/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "covdata/formats/html/text.h"

#include "base/banned.h"

enum { LIST_LIMIT = 5000 };

struct place_func {
    const struct line_func *func;
    size_t file;
};

static uint64_t functions_page_missed(const struct line_func *func)
{
    return func->statements.total - func->statements.hit;
}

static int functions_page_missed_compare(const void *a, const void *b)
{
    const struct place_func *x = a, *y = b;
    if (functions_page_missed(x->func) != functions_page_missed(y->func))
        return functions_page_missed(x->func) < functions_page_missed(y->func) ? 1 : -1;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    return (x->func->start > y->func->start) - (x->func->start < y->func->start);
}

static struct place_func *functions_page_funcs_of(const struct line_view *view, size_t *count)
{
    size_t n = 0;
    for (size_t i = 0; i < view->count; i++)
        n += view->files[i].func_count;
    struct place_func *funcs = xcalloc(n, sizeof *funcs);
    n = 0;
    for (size_t i = 0; i < view->count; i++)
        for (size_t k = 0; k < view->files[i].func_count; k++)
            funcs[n++] = (struct place_func){&view->files[i].funcs[k], i};
    qsort(funcs, n, sizeof *funcs, functions_page_missed_compare);
    *count = n;
    return funcs;
}

static void functions_page_func_print(FILE *out, const struct html_report *report, enum html_place place,
                                      struct place_func at)
{
    fputs("<tr><th scope=\"row\"><a href=\"", out);
    html_link(out, report, place, at.file, at.func->start);
    fputs("\">", out);
    html_name(out, at.func->name);
    fputs("</a></th><td class=\"where\">", out);
    html_name(out, report->view.files[at.file].name);
    fprintf(out, ":%u</td>", at.func->start);
    html_cell(out, at.func->statements, true);
    fprintf(out, "<td>%" PRIu64 "</td><td data-v=\"%u\">", functions_page_missed(at.func), at.func->count);
    html_count(out, at.func->count);
    fputs("</td></tr>\n", out);
}

/* The most statements that a function has. */
static uint64_t functions_page_most(const struct place_func *funcs, size_t count)
{
    uint64_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = funcs[i].func->statements.total > most ? funcs[i].func->statements.total : most;
    return most;
}

void html_functions(FILE *out, const struct html_report *report, enum html_place place)
{
    size_t count;
    struct place_func *funcs = functions_page_funcs_of(&report->view, &count);
    fprintf(out, "<section class=\"page list\" id=\"functions\">\n<h1>%zu function%s</h1>\n", count,
            count == 1 ? "" : "s");
    if (count > LIST_LIMIT)
        fprintf(out,
                "<p class=\"note\" role=\"note\">The %d with most missed statements are listed. The others are on the "
                "pages of their files; <kbd>f</kbd> goes to each.</p>\n",
                LIST_LIMIT);
    html_table_begin(out, "", "Coverage of functions", functions_page_most(funcs, count));
    html_heading(out, "Function", "text");
    html_heading(out, "Place", "text");
    html_heading(out, "Statements", "percent");
    html_heading(out, "Missed", "number");
    html_heading(out, "Calls", "number");
    html_table_rows(out);
    for (size_t i = 0; i < count && i < LIST_LIMIT; i++) {
        html_table_row(out, i);
        functions_page_func_print(out, report, place, funcs[i]);
    }
    html_table_end(out);
    fputs("</section>\n", out);
    free(funcs);
}

/* A file is its name, the address of its page, then names and lines of its functions. */
static void functions_page_file_names(FILE *out, const struct html_report *report, enum html_place place, size_t index)
{
    const struct line_file *file = &report->view.files[index];
    putc('[', out);
    html_json(out, file->name);
    fputs(",\"", out);
    html_link(out, report, place, index, 0);
    putc('"', out);
    for (size_t i = 0; i < file->func_count; i++) {
        putc(',', out);
        html_json(out, file->funcs[i].name);
        fprintf(out, ",%u", file->funcs[i].start);
    }
    putc(']', out);
}

void html_names(FILE *out, const struct html_report *report, enum html_place place)
{
    if (place == PLACE_SINGLE)
        fputs("<script>\n", out);
    fputs("covdataNames([\n", out);
    for (size_t i = 0; i < report->view.count; i++) {
        functions_page_file_names(out, report, place, i);
        fputs(i + 1 < report->view.count ? ",\n" : "\n", out);
    }
    fputs("]);\n", out);
    if (place == PLACE_SINGLE)
        fputs("</script>\n", out);
}
