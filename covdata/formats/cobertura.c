/* XML by Cobertura's coverage-04.dtd. In: the lines of the model; out: a `package` for each package and a `class`
 * for each file. Readers use the lines of methods or those of classes, so both are there and agree. Hits are
 * limited to INT_MAX, since readers store them in an int. */
#include "covdata/formats/cobertura.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "covdata/formats/report_time.h"
#include "covdata/formats/xml.h"

#include "base/banned.h"

static void cobertura_rates_print(struct xml *xml, struct tally lines)
{
    xml_attrf(xml, "line-rate", "%.4f", tally_percent(lines) / 100);
    xml_attr(xml, "branch-rate", "0");
    xml_attr(xml, "complexity", "0");
}

static void cobertura_lines_print(struct xml *xml, const struct line_span *spans, size_t count)
{
    xml_open(xml, "lines");
    for (size_t i = 0; i < count; i++) {
        for (uint32_t line = spans[i].first; line <= spans[i].last; line++) {
            xml_open(xml, "line");
            xml_attrf(xml, "number", "%u", line);
            xml_attrf(xml, "hits", "%u", spans[i].count > INT_MAX ? INT_MAX : spans[i].count);
            xml_attr(xml, "branch", "false");
            xml_close(xml);
        }
    }
    xml_close(xml);
}

static void cobertura_func_print(struct xml *xml, const struct line_func *func)
{
    xml_open(xml, "method");
    xml_attr(xml, "name", func->name);
    xml_attr(xml, "signature", "");
    cobertura_rates_print(xml, func->lines);
    cobertura_lines_print(xml, func->spans, func->span_count);
    xml_close(xml);
}

static void cobertura_file_print(struct xml *xml, const struct line_file *file)
{
    const char *slash = strrchr(file->name, '/');
    xml_open(xml, "class");
    xml_attr(xml, "name", slash ? slash + 1 : file->name);
    xml_attr(xml, "filename", file->name);
    cobertura_rates_print(xml, file->lines);
    xml_open(xml, "methods");
    for (size_t i = 0; i < file->func_count; i++)
        cobertura_func_print(xml, &file->funcs[i]);
    xml_close(xml);
    cobertura_lines_print(xml, file->spans, file->span_count);
    xml_close(xml);
}

static struct tally cobertura_lines_sum(const struct line_file *files, size_t count)
{
    struct tally sum = {0};
    for (size_t i = 0; i < count; i++)
        tally_add(&sum, files[i].lines);
    return sum;
}

static void cobertura_package_print(struct xml *xml, const struct line_file *files, size_t count)
{
    xml_open(xml, "package");
    xml_attr(xml, "name", files->package->path);
    cobertura_rates_print(xml, cobertura_lines_sum(files, count));
    xml_open(xml, "classes");
    for (size_t i = 0; i < count; i++)
        cobertura_file_print(xml, &files[i]);
    xml_close(xml);
    xml_close(xml);
}

/* Readers that want whole paths join names to the source: the project's root, if it is known, else where they are. */
static void cobertura_source_print(struct xml *xml, const char *root)
{
    char *whole = root ? realpath(root, NULL) : NULL;
    xml_open(xml, "sources");
    xml_open(xml, "source");
    xml_text(xml, whole ? whole : ".");
    xml_close(xml);
    free(whole);
}

static void cobertura_head_print(struct xml *xml, struct tally lines)
{
    cobertura_rates_print(xml, lines);
    xml_attrf(xml, "lines-covered", "%" PRIu64, lines.hit);
    xml_attrf(xml, "lines-valid", "%" PRIu64, lines.total);
    xml_attr(xml, "branches-covered", "0");
    xml_attr(xml, "branches-valid", "0");
    xml_attr(xml, "version", "covdata " COVERBUILD_VERSION);
    xml_attrf(xml, "timestamp", "%lld", report_time());
}

void cobertura_print(FILE *out, const struct line_view *view, const struct cobertura_options *options)
{
    struct xml xml =
        xml_begin(out, "<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">\n");
    xml_open(&xml, "coverage");
    cobertura_head_print(&xml, cobertura_lines_sum(view->files, view->count));
    cobertura_source_print(&xml, options->source);
    xml_open(&xml, "packages");
    for (size_t i = 0, next; i < view->count; i = next) {
        for (next = i + 1; next < view->count && view->files[next].package == view->files[i].package;)
            next++;
        cobertura_package_print(&xml, &view->files[i], next - i);
    }
    xml_close(&xml);
    xml_close(&xml);
    xml_end(&xml);
}
