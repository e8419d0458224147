/* covdata json: everything that reports know, by docs/reference/covdata.schema.json. In: the lines of the model, by package; out:
 * one document. Lines come in runs of one count, and units as rows of numbers: that keeps it near the data's size. */
#include "covdata/formats/json.h"

#include "covdata/formats/report_time.h"
#include "covdata/formats/json_value.h"

#include "base/banned.h"

enum { FORMAT_VERSION = 1 };

static json_t *json_numbers(const uint32_t *values, size_t count)
{
    json_t *row = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(row, json_number(values[i]));
    return row;
}

static json_t *json_spans_value(const struct line_span *spans, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_numbers((uint32_t[]){spans[i].first, spans[i].last, spans[i].count}, 3));
    return list;
}

static json_t *json_units_value(const struct line_unit *units, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct meta_unit *at = &units[i].at;
        json_array_append_new(list, json_numbers((uint32_t[]){at->start_line, at->start_col, at->end_line, at->end_col,
                                                              at->statements, units[i].count},
                                                 6));
    }
    return list;
}

static json_t *json_func_value(const struct line_func *func)
{
    json_t *value = json_object();
    json_object_set_new(value, "name", json_name(func->name));
    json_object_set_new(value, "start", json_number(func->start));
    json_object_set_new(value, "end", json_number(func->end));
    json_object_set_new(value, "count", json_number(func->count));
    json_object_set_new(value, "statements", json_tally(func->statements));
    json_object_set_new(value, "lines", json_tally(func->lines));
    json_object_set_new(value, "intraline", json_tally(func->intraline));
    return value;
}

static json_t *json_file_value(const struct line_file *file)
{
    json_t *value = json_object(), *functions = json_array();
    json_object_set_new(value, "name", json_name(file->name));
    json_object_set_new(value, "covered",
                        json_tallies(file->statements, file->lines, file->functions, file->intraline));
    for (size_t i = 0; i < file->func_count; i++)
        json_array_append_new(functions, json_func_value(&file->funcs[i]));
    json_object_set_new(value, "functions", functions);
    json_object_set_new(value, "lines", json_spans_value(file->spans, file->span_count));
    json_object_set_new(value, "units", json_units_value(file->units, file->unit_count));
    return value;
}

static json_t *json_files_tallies(const struct line_file *files, size_t count)
{
    struct tally statements = {0}, lines = {0}, functions = {0}, intraline = {0};
    for (size_t i = 0; i < count; i++) {
        tally_add(&statements, files[i].statements);
        tally_add(&lines, files[i].lines);
        tally_add(&functions, files[i].functions);
        tally_add(&intraline, files[i].intraline);
    }
    return json_tallies(statements, lines, functions, intraline);
}

static json_t *json_package_value(const struct line_file *files, size_t count)
{
    json_t *value = json_object(), *list = json_array();
    const char *disposition = disposition_name(files->package->disposition);
    json_object_set_new(value, "path", json_name(files->package->path));
    json_object_set_new(value, "module", json_name(files->package->module));
    json_object_set_new(value, "disposition", json_string(*disposition ? disposition : "unsaid"));
    json_object_set_new(value, "covered", json_files_tallies(files, count));
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_file_value(&files[i]));
    json_object_set_new(value, "files", list);
    return value;
}

void json_print(FILE *out, const struct line_view *view)
{
    json_begin();
    json_t *document = json_object(), *packages = json_array();
    json_object_set_new(document, "format", json_string("covdata"));
    json_object_set_new(document, "version", json_integer(FORMAT_VERSION));
    json_object_set_new(document, "tool", json_string("covdata " COVERBUILD_VERSION));
    json_object_set_new(document, "timestamp", json_integer(report_time()));
    json_object_set_new(document, "covered", json_files_tallies(view->files, view->count));
    for (size_t i = 0, next; i < view->count; i = next) {
        for (next = i + 1; next < view->count && view->files[next].package == view->files[i].package;)
            next++;
        json_array_append_new(packages, json_package_value(&view->files[i], next - i));
    }
    json_object_set_new(document, "packages", packages);
    json_value_print(out, document);
}
