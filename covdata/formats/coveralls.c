/* The source_files of Coveralls' job JSON: for each file an array with a count or null for each line, and the MD5
 * of its text. Coveralls shows the text only if the MD5 is that of the file in the repository. The uploader adds
 * the job and the token. Files are read below the module roots only (model/roots.h). */
#include "covdata/formats/coveralls.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/report.h"
#include "base/escape.h"
#include "covdata/formats/json_value.h"
#include "format/md5.h"

#include "base/banned.h"

static uint32_t coveralls_lines_in(const struct str *text)
{
    uint32_t lines = text->len > 0 && text->data[text->len - 1] != '\n';
    for (size_t i = 0; i < text->len; i++)
        lines += text->data[i] == '\n';
    return lines;
}

/* As long as the file; lines behind its end, of a file that is not the one that was compiled, have no place. */
static json_t *coveralls_counts_value(const struct line_file *file, uint32_t lines)
{
    json_t *counts = json_array();
    uint32_t line = 1;
    for (size_t i = 0; i < file->span_count; i++) {
        for (; line < file->spans[i].first && line <= lines; line++)
            json_array_append_new(counts, json_null());
        for (; line <= file->spans[i].last && line <= lines; line++)
            json_array_append_new(counts, json_number(file->spans[i].count));
    }
    for (; line <= lines; line++)
        json_array_append_new(counts, json_null());
    return counts;
}

static json_t *coveralls_digest_value(const struct str *text)
{
    uint8_t digest[FORMAT_HASH_SIZE];
    struct str hex = STR_INIT;
    struct md5 md5;
    md5_start(&md5);
    md5_add(&md5, text->data, text->len);
    md5_finish(&md5, digest);
    for (int i = 0; i < FORMAT_HASH_SIZE; i++)
        str_addf(&hex, "%02x", digest[i]);
    json_t *value = json_string(hex.data);
    str_free(&hex);
    return value;
}

static bool coveralls_source_read(const struct roots *roots, const struct line_file *file, struct str *text)
{
    char *path = roots_locate(roots, file->package, file->path);
    bool read = path && file_read(path, text) == 0;
    free(path);
    return read;
}

static void coveralls_missing_tell(const struct line_file *file)
{
    struct str name = STR_INIT;
    escape_name(&name, file->name, "");
    warn("%s: not found and left out; name the project's root with -source", name.data);
    str_free(&name);
}

static void coveralls_file_add(json_t *list, const struct roots *roots, const struct line_file *file)
{
    struct str text = STR_INIT;
    if (coveralls_source_read(roots, file, &text)) {
        json_t *value = json_object();
        json_object_set_new(value, "name", json_name(file->name));
        json_object_set_new(value, "source_digest", coveralls_digest_value(&text));
        json_object_set_new(value, "coverage", coveralls_counts_value(file, coveralls_lines_in(&text)));
        json_array_append_new(list, value);
    } else {
        coveralls_missing_tell(file);
    }
    str_free(&text);
}

void coveralls_print(FILE *out, const struct line_view *view, const struct roots *roots)
{
    json_begin();
    json_t *document = json_object(), *list = json_array();
    for (size_t i = 0; i < view->count; i++)
        coveralls_file_add(list, roots, &view->files[i]);
    json_object_set_new(document, "source_files", list);
    json_value_print(out, document);
}
