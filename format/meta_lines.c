/* The encoder and the reader of the lines of units stand beside each other, so that they are read together. */
#include "format/meta_lines.h"

enum { LINE_LIMIT = INT32_MAX };

static uint64_t lines_zigzag(int64_t value)
{
    return value < 0 ? (uint64_t)(-value) * 2 - 1 : (uint64_t)value * 2;
}

static int64_t lines_unzigzag(uint64_t value)
{
    return value % 2 ? -(int64_t)(value / 2) - 1 : (int64_t)(value / 2);
}

static void lines_write_unit(struct writer *w, const struct meta_unit *unit, const struct meta_unit_lines *lines)
{
    uint32_t before = unit->start_line;
    if (lines->is_extent) {
        writer_uleb(w, 0);
        return;
    }
    writer_uleb(w, (uint64_t)lines->range_count + 1);
    for (uint32_t i = 0; i < lines->range_count; i++) {
        const struct meta_line_range *range = &lines->ranges[i];
        writer_uleb(w, i == 0 ? lines_zigzag((int64_t)range->first - before) : range->first - before);
        writer_uleb(w, range->last - range->first);
        before = range->last;
    }
}

static void lines_write_body(struct writer *w, uint32_t name_line, const struct meta_unit *units,
                             const struct meta_unit_lines *lines, uint32_t unit_count)
{
    writer_uleb(w, name_line);
    for (uint32_t i = 0; i < unit_count; i++)
        lines_write_unit(w, &units[i], &lines[i]);
}

void meta_lines_write(struct writer *w, uint32_t name_line, const struct meta_unit *units,
                      const struct meta_unit_lines *lines, uint32_t unit_count)
{
    struct writer measure = writer_into(NULL, 0);
    lines_write_body(&measure, name_line, units, lines, unit_count);
    writer_uleb(w, META_EXTENSION_LINES);
    writer_uleb(w, measure.total);
    lines_write_body(w, name_line, units, lines, unit_count);
}

bool meta_lines_open(struct meta_lines_reader *reader, struct bytes extensions)
{
    struct cursor c = cursor_of(extensions.data, extensions.len);
    *reader = (struct meta_lines_reader){.at = c};
    while (cursor_left(&c) > 0) {
        uint64_t tag = cursor_uleb(&c, UINT32_MAX);
        uint64_t len = cursor_uleb(&c, cursor_left(&c));
        const uint8_t *body = cursor_bytes(&c, len);
        if (c.failed)
            break;
        if (tag == META_EXTENSION_LINES) {
            reader->at = cursor_of(body, (size_t)len);
            reader->name_line = (uint32_t)cursor_uleb(&reader->at, LINE_LIMIT);
            return !reader->at.failed;
        }
    }
    reader->at = c;
    return false;
}

bool meta_lines_next(struct meta_lines_reader *reader, const struct meta_unit *unit)
{
    /* A range takes two bytes at least. */
    uint64_t count = cursor_uleb(&reader->at, (uint64_t)cursor_left(&reader->at) / 2 + 1);
    reader->left = count > 0 ? (uint32_t)count - 1 : 0;
    reader->base = unit->start_line;
    reader->is_first = true;
    return count == 0;
}

struct meta_line_range meta_lines_range(struct meta_lines_reader *reader)
{
    struct meta_line_range range = {0, 0};
    uint64_t step = cursor_uleb(&reader->at, UINT32_MAX);
    int64_t first = (int64_t)reader->base + (reader->is_first ? lines_unzigzag(step) : (int64_t)step);
    uint64_t length = cursor_uleb(&reader->at, LINE_LIMIT);
    bool sane =
        first > 0 && first <= LINE_LIMIT && length <= (uint64_t)(LINE_LIMIT - first) && (reader->is_first || step > 1);
    reader->left--;
    reader->is_first = false;
    if (!sane || reader->at.failed) {
        reader->at.failed = true;
        reader->left = 0;
        return range;
    }
    range.first = (uint32_t)first;
    range.last = range.first + (uint32_t)length;
    reader->base = range.last;
    return range;
}
