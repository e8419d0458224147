/* covdata cobertura: XML by Cobertura's coverage-04.dtd. In: the lines of the model; out: a `package` a package and a
 * `class` a file, each file once. Readers differ in what they use, so both method and class lines are there and agree;
 * hits stay within what readers take for an int. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "covdata/commands.h"
#include "covdata/escape.h"
#include "covdata/export.h"

#include "base/banned.h"

static void attribute_print(FILE *out, const char *name, const char *value)
{
    struct str text = {0};
    escape_xml(&text, value);
    fprintf(out, " %s=\"%s\"", name, text.len > 0 ? text.data : "");
    str_free(&text);
}

static void rates_print(FILE *out, struct tally lines)
{
    fprintf(out, " line-rate=\"%.4f\" branch-rate=\"0\" complexity=\"0\"", tally_percent(lines) / 100);
}

static void lines_print(FILE *out, const char *indent, const struct line_span *spans, size_t count)
{
    fprintf(out, "%s<lines>\n", indent);
    for (size_t i = 0; i < count; i++) {
        uint32_t hits = spans[i].count > INT_MAX ? INT_MAX : spans[i].count;
        for (uint32_t line = spans[i].first; line <= spans[i].last; line++)
            fprintf(out, "%s  <line number=\"%u\" hits=\"%u\" branch=\"false\"/>\n", indent, line, hits);
    }
    fprintf(out, "%s</lines>\n", indent);
}

static void func_print(FILE *out, const struct line_func *func)
{
    fputs("            <method", out);
    attribute_print(out, "name", func->name);
    fputs(" signature=\"\"", out);
    rates_print(out, func->lines);
    fputs(">\n", out);
    lines_print(out, "              ", func->spans, func->span_count);
    fputs("            </method>\n", out);
}

static void file_print(FILE *out, const struct line_file *file)
{
    const char *slash = strrchr(file->name, '/');
    fputs("        <class", out);
    attribute_print(out, "name", slash ? slash + 1 : file->name);
    attribute_print(out, "filename", file->name);
    rates_print(out, file->lines);
    fputs(">\n          <methods>\n", out);
    for (size_t i = 0; i < file->func_count; i++)
        func_print(out, &file->funcs[i]);
    fputs("          </methods>\n", out);
    lines_print(out, "          ", file->spans, file->span_count);
    fputs("        </class>\n", out);
}

static struct tally lines_sum(const struct line_file *files, size_t count)
{
    struct tally sum = {0};
    for (size_t i = 0; i < count; i++)
        tally_add(&sum, files[i].lines);
    return sum;
}

static void package_print(FILE *out, const struct line_file *files, size_t count)
{
    fputs("    <package", out);
    attribute_print(out, "name", files->package->path);
    rates_print(out, lines_sum(files, count));
    fputs(">\n      <classes>\n", out);
    for (size_t i = 0; i < count; i++)
        file_print(out, &files[i]);
    fputs("      </classes>\n    </package>\n", out);
}

static void head_print(FILE *out, struct tally lines)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">\n<coverage",
          out);
    rates_print(out, lines);
    fprintf(out,
            " lines-covered=\"%" PRIu64 "\" lines-valid=\"%" PRIu64 "\" branches-covered=\"0\" branches-valid=\"0\""
            " version=\"covdata %s\" timestamp=\"%lld\">\n",
            lines.hit, lines.total, COVERBUILD_VERSION, report_time());
}

static void document_print(FILE *out, const struct line_view *view, const struct options *options)
{
    (void)options;
    head_print(out, lines_sum(view->files, view->count));
    fputs("  <sources>\n    <source>.</source>\n  </sources>\n  <packages>\n", out);
    for (size_t i = 0, next; i < view->count; i = next) {
        for (next = i + 1; next < view->count && view->files[next].package == view->files[i].package;)
            next++;
        package_print(out, &view->files[i], next - i);
    }
    fputs("  </packages>\n</coverage>\n", out);
}

int cobertura_run(const struct options *options)
{
    return lines_export(options, document_print);
}
