/* In: the extensions of functions; out: the ranges of lines of each unit. */
#include "covdata/model/unit_lines.h"

#include <string.h>

#include "base/banned.h"

static const struct unit_lines *unit_lines_next(struct arena *arena, struct meta_lines_reader *reader,
                                                const struct meta_unit *unit)
{
    if (meta_lines_next(reader, unit))
        return NULL;
    struct unit_lines *lines = arena_alloc(arena, sizeof *lines + reader->left * sizeof *lines->ranges);
    for (lines->count = 0; reader->left > 0; lines->count++)
        lines->ranges[lines->count] = meta_lines_range(reader);
    return lines;
}

uint32_t unit_lines_read(struct arena *arena, struct bytes extensions, const struct meta_unit *units,
                         uint32_t unit_count, const struct unit_lines **lines)
{
    struct meta_lines_reader reader;
    bool has_lines = meta_lines_open(&reader, extensions);
    for (uint32_t i = 0; i < unit_count; i++)
        lines[i] = has_lines ? unit_lines_next(arena, &reader, &units[i]) : NULL;
    return reader.name_line;
}

static bool unit_lines_same(const struct unit_lines *a, const struct unit_lines *b)
{
    return a->count == b->count && memcmp(a->ranges, b->ranges, a->count * sizeof *a->ranges) == 0;
}

const struct unit_lines *unit_lines_join(struct arena *arena, const struct unit_lines *a, const struct unit_lines *b)
{
    if (a == NULL || b == NULL)
        return NULL;
    if (unit_lines_same(a, b))
        return a;
    struct unit_lines *both = arena_alloc(arena, sizeof *both + ((size_t)a->count + b->count) * sizeof *both->ranges);
    uint32_t i = 0, j = 0;
    both->count = 0;
    while (i < a->count || j < b->count) {
        bool from_a = j == b->count || (i < a->count && a->ranges[i].first <= b->ranges[j].first);
        struct meta_line_range next = from_a ? a->ranges[i++] : b->ranges[j++];
        struct meta_line_range *last = both->count ? &both->ranges[both->count - 1] : NULL;
        if (last && next.first <= last->last + 1)
            last->last = next.last > last->last ? next.last : last->last;
        else
            both->ranges[both->count++] = next;
    }
    return both;
}
