/* The text of a source file, and whether it is the text that was compiled. */
#ifndef COVER_COVDATA_FORMATS_HTML_SOURCE_H
#define COVER_COVDATA_FORMATS_HTML_SOURCE_H

#include "base/str.h"
#include "covdata/model/lines.h"
#include "covdata/model/roots.h"

struct source_text {
    bool found;
    bool newer;     /* changed after the meta-data was written */
    size_t misfits; /* units that begin or end where this text has nothing */
    struct str text;
    size_t *starts; /* offset of each line, and one more: where another line would begin */
    size_t line_count;
    uint32_t widest; /* columns of the longest line */
};

/* Reads the file; where it can't be had, `found` is false. */
void source_open(struct source_text *source, const struct roots *roots, const struct line_file *file);
/* A line's text without its end, NUL or newline following; lines count from 1. */
const char *source_line(const struct source_text *source, size_t line, size_t *len);
void source_close(struct source_text *source);

#endif
