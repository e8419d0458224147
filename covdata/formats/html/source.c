/* In: a file of the line view; out: its text, cut into lines. The data has no hash of the sources. A text differs
 * from the one that was compiled if units lie beyond its lines or start at a blank, which no unit does. A file that
 * is newer than the data is a weaker sign. */
#include "covdata/formats/html/source.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/memory.h"

#include "base/banned.h"

enum { TAB = 8, SIZE_LIMIT = 256 << 20 };

static uint32_t source_text_width_of(const char *text, size_t len)
{
    uint32_t width = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\t')
            width += TAB - width % TAB;
        else
            width += (text[i] & 0xc0) != 0x80;
    }
    return width;
}

static void source_text_lines_cut(struct source_text *source)
{
    size_t cap = 0;
    const char *text = source->text.data, *end = text + source->text.len, *at = text;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (newline == NULL)
            newline = end;
        source->starts = array_grow(source->starts, source->line_count, &cap, sizeof *source->starts);
        source->starts[source->line_count++] = (size_t)(at - text);
        uint32_t width = source_text_width_of(at, (size_t)(newline - at));
        if (width > source->widest)
            source->widest = width;
        at = newline + 1;
    }
    source->starts = array_grow(source->starts, source->line_count, &cap, sizeof *source->starts);
    source->starts[source->line_count] = (size_t)(at - text);
}

const char *source_line(const struct source_text *source, size_t line, size_t *len)
{
    const char *text = source->text.data + source->starts[line - 1];
    *len = source->starts[line] - source->starts[line - 1] - 1;
    if (*len > 0 && text[*len - 1] == '\r')
        --*len;
    return text;
}

/* Go's units may begin behind a brace. */
static bool source_text_unit_fits(const struct source_text *source, const struct meta_unit *at, bool go)
{
    size_t len, last;
    if (at->end_line > source->line_count)
        return false;
    const char *text = source_line(source, at->start_line, &len);
    source_line(source, at->end_line, &last);
    if (at->start_col == 0 || at->start_col > len + go || at->end_col > last + 1)
        return false;
    return go || !isspace((unsigned char)text[at->start_col - 1]);
}

void source_open(struct source_text *source, const struct roots *roots, const struct line_file *file)
{
    struct stat st;
    *source = (struct source_text){.text = STR_INIT};
    char *path = roots_locate(roots, file->package, file->path);
    if (path && stat(path, &st) == 0 && st.st_size <= SIZE_LIMIT && file_read(path, &source->text) == 0) {
        source->found = true;
        source->newer = st.st_mtime > file->package->written;
        source_text_lines_cut(source);
        bool go = file->package->disposition == DISPOSITION_UNSAID;
        for (size_t i = 0; i < file->unit_count; i++)
            source->misfits += !source_text_unit_fits(source, &file->units[i].at, go);
    }
    free(path);
}

void source_close(struct source_text *source)
{
    str_free(&source->text);
    free(source->starts);
    *source = (struct source_text){.text = STR_INIT};
}
