/* In: the units of a file; out: the parts of each line. The text is read once with a stack of the units that are
 * open; a unit that has ended is dropped when it reaches the top. */
#include "covdata/formats/html/paint.h"

#include <stdlib.h>

#include "base/memory.h"

#include "base/banned.h"

/* The number of a place, so that places can be compared; columns count from 1. */
static uint64_t paint_place(uint32_t line, size_t column)
{
    return (uint64_t)line << 32 | (column > UINT32_MAX ? UINT32_MAX : (uint32_t)column);
}

static uint64_t paint_unit_start(const struct line_unit *unit)
{
    return paint_place(unit->at.start_line, unit->at.start_col);
}

static uint64_t paint_unit_end(const struct line_unit *unit)
{
    return paint_place(unit->at.end_line, unit->at.end_col);
}

/* Outer before inner; of units with the same extent, the one that ran most is the innermost. */
static int paint_unit_order(const void *a, const void *b)
{
    const struct line_unit *x = *(const struct line_unit *const *)a, *y = *(const struct line_unit *const *)b;
    if (paint_unit_start(x) != paint_unit_start(y))
        return paint_unit_start(x) < paint_unit_start(y) ? -1 : 1;
    if (paint_unit_end(x) != paint_unit_end(y))
        return paint_unit_end(x) > paint_unit_end(y) ? -1 : 1;
    return (x->count > y->count) - (x->count < y->count);
}

void paint_start(struct paint *paint, const struct line_file *file)
{
    *paint = (struct paint){.count = file->unit_count};
    paint->units = xcalloc(file->unit_count, sizeof(void *));
    paint->open = xcalloc(file->unit_count, sizeof(void *));
    for (size_t i = 0; i < file->unit_count; i++)
        paint->units[i] = &file->units[i];
    qsort(paint->units, paint->count, sizeof(void *), paint_unit_order);
}

/* Makes the stack right for a place: what has begun is on it, what has ended is not at its top. */
static void paint_stack_set(struct paint *paint, uint64_t at)
{
    while (paint->next < paint->count && paint_unit_start(paint->units[paint->next]) <= at)
        paint->open[paint->depth++] = paint->units[paint->next++];
    while (paint->depth > 0 && paint_unit_end(paint->open[paint->depth - 1]) <= at)
        paint->depth--;
}

/* The offset behind `from` where the next unit begins or the innermost ends, if that is on this line, else len; never
 * within a character. */
static size_t paint_part_end(const struct paint *paint, uint32_t line, const char *text, size_t len, size_t from)
{
    size_t end = len;
    if (paint->next < paint->count) {
        const struct meta_unit *next = &paint->units[paint->next]->at;
        if (next->start_line == line && next->start_col - 1 < end)
            end = next->start_col - 1;
    }
    if (paint->depth > 0) {
        const struct meta_unit *top = &paint->open[paint->depth - 1]->at;
        if (top->end_line == line && top->end_col - 1 < end)
            end = top->end_col - 1;
    }
    if (end <= from)
        end = from + 1;
    while (end < len && (text[end] & 0xc0) == 0x80)
        end++;
    return end;
}

static void paint_part_add(struct paint *paint, struct paint_part part)
{
    paint->parts = array_grow(paint->parts, paint->part_count, &paint->part_cap, sizeof *paint->parts);
    paint->parts[paint->part_count++] = part;
}

void paint_line(struct paint *paint, uint32_t line, const char *text, size_t len)
{
    paint->part_count = 0;
    for (size_t from = 0; from < len;) {
        paint_stack_set(paint, paint_place(line, from + 1));
        size_t to = paint_part_end(paint, line, text, len, from);
        paint_part_add(paint, (struct paint_part){from, to, paint->depth > 0 ? paint->open[paint->depth - 1] : NULL});
        from = to;
    }
}

void paint_finish(struct paint *paint)
{
    free(paint->units);
    free(paint->open);
    free(paint->parts);
    *paint = (struct paint){0};
}
