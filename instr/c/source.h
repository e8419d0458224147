/* The flattened text of a translation unit, and the location of each of its bytes in the user's files. */
#ifndef COVER_INSTR_C_SOURCE_H
#define COVER_INSTR_C_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trigraphs;

struct source_file {
    char *name;  /* as in the line markers, escapes resolved */
    bool system; /* a marker flagged it as a system header */
};

/* From line `first` of the text on, lines have these locations: presumed, as the compiler says (#line directives obeyed),
 * and physical, as the user's editor shows them. */
struct source_marker {
    uint32_t first;
    struct source_place {
        uint32_t file, line;
    } presumed, physical;
};

struct source {
    const char *text; /* the caller's; text[len] is NUL */
    size_t len;
    uint32_t *line_starts; /* offset of each physical line */
    size_t line_count;
    struct source_file *files;
    size_t file_count, file_cap;
    struct source_marker *markers; /* ascending */
    size_t marker_count, marker_cap;
    const struct trigraphs *trigraphs; /* the caller's, or NULL: columns count each replaced trigraph as three bytes */
    bool obeys_directives;             /* source_locate returns presumed locations */
};

struct position {
    uint32_t file;      /* index into source.files */
    uint32_t line, col; /* 1-based; columns in bytes */
};

/* `len` must be below 4 GiB. `name` is the file's name until the first marker. */
void source_open(struct source *source, const char *text, size_t len, const char *name);
void source_close(struct source *source);
/* The index of the file of that name. */
uint32_t source_file(struct source *source, const char *name, size_t len);
/* Sets the locations of the line behind the one that holds `offset`. Call it in ascending order of offsets. */
void source_mark(struct source *source, size_t offset, struct source_place presumed, struct source_place physical);
/* The physical location of the byte at `offset`; the presumed one if `obeys_directives`. */
struct position source_locate(const struct source *source, size_t offset);
struct position source_locate_presumed(const struct source *source, size_t offset);
/* The text's line that holds `offset`, counted from 0. */
uint32_t source_line(const struct source *source, size_t offset);

#endif
