/* covdata codecov: Codecov's own JSON, {"coverage": {FILE: {LINE: COUNT}}}. */
#include "covdata/formats/codecov.h"

#include "covdata/formats/json_value.h"

#include "base/banned.h"

static json_t *codecov_file_value(const struct line_file *file)
{
    char number[16];
    json_t *value = json_object();
    for (size_t i = 0; i < file->span_count; i++) {
        for (uint32_t line = file->spans[i].first; line <= file->spans[i].last; line++) {
            snprintf(number, sizeof number, "%u", line);
            json_object_set_new(value, number, json_number(file->spans[i].count));
        }
    }
    return value;
}

void codecov_print(FILE *out, const struct line_view *view)
{
    json_begin();
    json_t *document = json_object(), *coverage = json_object();
    for (size_t i = 0; i < view->count; i++)
        json_set(coverage, view->files[i].name, codecov_file_value(&view->files[i]));
    json_object_set_new(document, "coverage", coverage);
    json_value_print(out, document);
}
