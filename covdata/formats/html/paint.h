/* Which part of each line belongs to which unit, for colours. Where units overlap, the innermost one has the text:
 * a condition lies within its statement's unit. */
#ifndef COVER_COVDATA_FORMATS_HTML_PAINT_H
#define COVER_COVDATA_FORMATS_HTML_PAINT_H

#include "covdata/model/lines.h"

/* Bytes [from, to) of a line. */
struct paint_part {
    size_t from, to;
    const struct line_unit *unit; /* NULL: none */
};

struct paint {
    const struct line_unit **units; /* in order of start, outer ones first */
    size_t count, next;
    const struct line_unit **open; /* those that have begun; the last is the innermost */
    size_t depth;
    struct paint_part *parts; /* of the line that was painted last */
    size_t part_count, part_cap;
};

void paint_start(struct paint *paint, const struct line_file *file);
/* Cuts the line into parts, which cover all of it. Lines must come in order, from 1. */
void paint_line(struct paint *paint, uint32_t line, const char *text, size_t len);
void paint_finish(struct paint *paint);

#endif
