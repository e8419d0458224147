/* Locations in flattened text.
 *
 * The compiler writes line markers (`# 12 "file.c" 2`). directive.c reads them, because only the lexer knows which lines
 * that look like markers are in a comment; line_map.c interprets them. A location is found by two binary searches: for
 * the line of the text, then for the marker. */
#include "instr/c/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "instr/c/trigraphs.h"

#include "base/banned.h"

static void source_lines_find(struct source *source)
{
    size_t cap = 0;
    const char *p = source->text, *end = p + source->len;
    while (p != NULL) {
        source->line_starts = array_grow(source->line_starts, source->line_count, &cap, sizeof *source->line_starts);
        source->line_starts[source->line_count++] = (uint32_t)(p - source->text);
        p = memchr(p, '\n', (size_t)(end - p));
        if (p)
            p++;
    }
}

uint32_t source_file(struct source *source, const char *name, size_t len)
{
    for (size_t i = source->file_count; i-- > 0;) {
        if (strncmp(source->files[i].name, name, len) == 0 && source->files[i].name[len] == '\0')
            return (uint32_t)i;
    }
    source->files = array_grow(source->files, source->file_count, &source->file_cap, sizeof *source->files);
    struct source_file *file = &source->files[source->file_count];
    *file = (struct source_file){.name = xmalloc(len + 1)};
    memcpy(file->name, name, len);
    file->name[len] = '\0';
    return (uint32_t)source->file_count++;
}

static void source_marker_add(struct source *source, struct source_marker marker)
{
    source->markers = array_grow(source->markers, source->marker_count, &source->marker_cap, sizeof *source->markers);
    source->markers[source->marker_count++] = marker;
}

uint32_t source_line(const struct source *source, size_t offset)
{
    size_t low = 0, high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

void source_open(struct source *source, const char *text, size_t len, const char *name)
{
    *source = (struct source){.text = text, .len = len};
    source_lines_find(source);
    struct source_place first = {source_file(source, name, strlen(name)), 1};
    source_marker_add(source, (struct source_marker){0, first, first});
}

void source_close(struct source *source)
{
    for (size_t i = 0; i < source->file_count; i++)
        free(source->files[i].name);
    free(source->files);
    free(source->markers);
    free(source->line_starts);
    *source = (struct source){0};
}

void source_mark(struct source *source, size_t offset, struct source_place presumed, struct source_place physical)
{
    source_marker_add(source, (struct source_marker){source_line(source, offset) + 1, presumed, physical});
}

/* The number of trigraphs before `offset`. */
static size_t source_trigraphs_before(const struct trigraphs *trigraphs, uint32_t offset)
{
    size_t low = 0, high = trigraphs->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (trigraphs->offsets[middle] < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The 1-based column; each replaced trigraph counts as three bytes. */
static uint32_t source_column(const struct source *source, uint32_t line, size_t offset)
{
    uint32_t begin = source->line_starts[line], col = (uint32_t)offset - begin + 1;
    const struct trigraphs *trigraphs = source->trigraphs;
    if (trigraphs && trigraphs->count)
        col += 2 * (uint32_t)(source_trigraphs_before(trigraphs, (uint32_t)offset) -
                              source_trigraphs_before(trigraphs, begin));
    return col;
}

static struct position source_find(const struct source *source, size_t offset, bool presumed)
{
    uint32_t line = source_line(source, offset);
    size_t low = 0, high = source->marker_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->markers[middle].first <= line)
            low = middle;
        else
            high = middle;
    }
    const struct source_marker *marker = &source->markers[low];
    const struct source_place *place = presumed ? &marker->presumed : &marker->physical;
    return (struct position){
        .file = place->file,
        .line = place->line + (line - marker->first),
        .col = source_column(source, line, offset),
    };
}

struct position source_locate(const struct source *source, size_t offset)
{
    return source_find(source, offset, source->obeys_directives);
}

struct position source_locate_presumed(const struct source *source, size_t offset)
{
    return source_find(source, offset, true);
}
