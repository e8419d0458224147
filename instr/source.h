/* The flattened text of a translation unit, and where each of its bytes stands in the user's files. */
#ifndef COVER_INSTR_SOURCE_H
#define COVER_INSTR_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct source_file {
    char *name;  /* as the compiler's line markers spell it, escapes resolved */
    bool system; /* some marker flagged it a system header */
};

/* From physical line `first` on, lines are those of `file` from `line` on. */
struct source_marker {
    uint32_t first;
    uint32_t file;
    uint32_t line;
};

struct source {
    const char *text; /* the caller's, NUL behind text[len] */
    size_t len;
    uint32_t *line_starts; /* offset of each physical line */
    size_t line_count;
    struct source_file *files;
    size_t file_count, file_cap;
    struct source_marker *markers; /* ascending */
    size_t marker_count, marker_cap;
};

struct position {
    uint32_t file; /* index into source.files */
    uint32_t line, col; /* 1-based; columns in bytes */
};

/* Takes a text of less than 4 GiB; `name` names it until the first marker. */
void source_open(struct source *source, const char *text, size_t len, const char *name);
void source_close(struct source *source);
/* The line behind the one that holds `offset` is line `line` of `name`. Called in ascending order of offsets. */
void source_mark(struct source *source, size_t offset, uint32_t line, const char *name, size_t name_len, bool system);
/* Same, in the file that is current. */
void source_mark_line(struct source *source, size_t offset, uint32_t line);
struct position source_locate(const struct source *source, size_t offset);

#endif
