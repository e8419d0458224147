/* The lines of code of units (format/meta_lines.h), in memory. */
#ifndef COVER_COVDATA_MODEL_UNIT_LINES_H
#define COVER_COVDATA_MODEL_UNIT_LINES_H

#include "base/memory.h"
#include "format/meta_lines.h"

struct unit_lines {
    uint32_t count;
    struct meta_line_range ranges[]; /* ascending and apart */
};

/* Reads the lines of a function's units into `lines`, an element for each unit; NULL is all lines of the extent.
 * Returns the line of the function's name; 0: unknown. The bytes were checked (pod_data.h). */
uint32_t unit_lines_read(struct arena *arena, struct bytes extensions, const struct meta_unit *units,
                         uint32_t unit_count, const struct unit_lines **lines);
/* The lines of either, of two units with the same extent: an inline function that two translation units compiled with
 * other macros. */
const struct unit_lines *unit_lines_join(struct arena *arena, const struct unit_lines *a, const struct unit_lines *b);

#endif
