/* The lines of a function's units: an extension behind the function's record in a package's symbol (meta.h). Go's
 * readers stop at the record's end, so they do not see it.
 *
 * A unit's extent holds blank lines, comments and code that the preprocessor removed. The extension tells which of its
 * lines hold code that was compiled. A line of a unit may lie before its extent: a label, or the function's name.
 *
 *   extensions, behind the function's literal flag, up to the next function or the end of the symbol
 *       for each: uleb tag, uleb length in bytes, the bytes. Readers step over tags that they do not know.
 *
 *   tag 1, lines
 *       uleb  line of the function's name; 0: unknown
 *       for each unit:
 *           uleb  0: all lines of its extent; n + 1: n ranges of lines, ascending and apart
 *           for each range:
 *               uleb  the first range: its first line minus the unit's start line, zigzag (0, -1, 1, -2, ... are
 *                     0, 1, 2, 3, ...); others: its first line minus the last line of the range before
 *               uleb  its last line minus its first line
 */
#ifndef COVER_FORMAT_META_LINES_H
#define COVER_FORMAT_META_LINES_H

#include "format/cursor.h"
#include "format/meta_encode.h"

enum { META_EXTENSION_LINES = 1 };

struct meta_line_range {
    uint32_t first, last;
};

/* A unit's lines. */
struct meta_unit_lines {
    bool is_extent; /* all lines of its extent; `ranges` is not used */
    const struct meta_line_range *ranges;
    uint32_t range_count;
};

/* Writes the extension of a function: `lines` has one element for each of its units. */
void meta_lines_write(struct writer *w, uint32_t name_line, const struct meta_unit *units,
                      const struct meta_unit_lines *lines, uint32_t unit_count);

/* A function's lines being read: meta_lines_open, then for each unit in order meta_lines_next, then for each of its
 * ranges meta_lines_range. Damaged bytes set `at.failed`. */
struct meta_lines_reader {
    uint32_t name_line; /* 0: unknown */
    struct cursor at;
    uint32_t left; /* ranges of the unit that are still to be read */
    uint32_t base; /* what the next range counts from */
    bool is_first;
};

/* Finds the lines among a function's extensions. False: it has none, as in files of Go's and of older versions, or the
 * extensions are damaged, which sets `at.failed`. */
bool meta_lines_open(struct meta_lines_reader *reader, struct bytes extensions);
/* Begins the next unit; its number of ranges is in `left`. True: all lines of the extent, and there are no ranges. */
bool meta_lines_next(struct meta_lines_reader *reader, const struct meta_unit *unit);
struct meta_line_range meta_lines_range(struct meta_lines_reader *reader);

#endif
