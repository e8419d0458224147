/* The flattened text of a translation unit, and where each of its bytes stands in the user's files. */
#ifndef COVER_INSTR_C_SOURCE_H
#define COVER_INSTR_C_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trigraphs;

struct source_file {
    char *name;  /* as the compiler's line markers spell it, escapes resolved */
    bool system; /* some marker flagged it a system header */
};

/* From line `first` of the text on, lines are those of a file from a line on: as the compiler counts them, #line
 * directives obeyed; and as they were written, in the file that the user's editor shows. */
struct source_marker {
    uint32_t first;
    struct source_place {
        uint32_t file, line;
    } compiled, written;
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
    const struct trigraphs *trigraphs; /* the caller's, or NULL: columns are those of a text that has them */
    bool obeys_directives;             /* source_locate says what the compiler says */
};

struct position {
    uint32_t file;      /* index into source.files */
    uint32_t line, col; /* 1-based; columns in bytes */
};

/* Takes a text of less than 4 GiB; `name` names it until the first marker. */
void source_open(struct source *source, const char *text, size_t len, const char *name);
void source_close(struct source *source);
/* The index of the file of that name. */
uint32_t source_file(struct source *source, const char *name, size_t len);
/* The line behind the one that holds `offset` is at these places. Called in ascending order of offsets. */
void source_mark(struct source *source, size_t offset, struct source_place compiled, struct source_place written);
/* Where the byte at `offset` was written, or, if the source obeys #line directives, where they say. */
struct position source_locate(const struct source *source, size_t offset);
/* Where the compiler says that it is. */
struct position source_locate_compiled(const struct source *source, size_t offset);
/* The number of the text's line that holds `offset`, from 0. */
uint32_t source_line(const struct source *source, size_t offset);

#endif
