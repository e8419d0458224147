/* Line markers and #line directives: where the user wrote a line (its physical location), and where the compiler says
 * it is (its presumed location: #line directives obeyed). */
#ifndef COVER_INSTR_C_LINE_MAP_H
#define COVER_INSTR_C_LINE_MAP_H

#include "base/map.h"
#include "base/memory.h"
#include "base/str.h"
#include "instr/c/source.h"

enum marker_flag {
    MARKER_NONE,
    MARKER_ENTER, /* a file begins */
    MARKER_LEAVE, /* back in the file that included it */
};

/* A #line directive that the flattened text does not obey any more. It belongs behind the line that holds `offset`. */
struct lost_directive {
    uint32_t offset;
    struct source_place place; /* of the line behind */
};

/* Appends the file's bytes to `text`. 0, or -1 if it cannot be read. */
typedef int line_map_reader(const char *file, struct str *text);

struct line_map {
    struct source *source;
    line_map_reader *read_file; /* NULL: no file can be read */
    bool rewritten;             /* Clang's text: markers give physical locations, #line directives are still there */
    struct mapped_file *files;  /* the include stack, innermost last */
    size_t depth, cap;
    struct map directives; /* file name -> its #line directives */
    struct lost_directive *lost;
    size_t lost_count, lost_cap;
    struct arena arena;
};

/* `read_file` is NULL at first; the caller may set it. */
void line_map_open(struct line_map *map, struct source *source, bool rewritten);
void line_map_close(struct line_map *map);
/* The marker at `offset`: the line behind it is `place`. */
void line_map_marker(struct line_map *map, size_t offset, struct source_place place, enum marker_flag flag);
/* The #line directive at `offset`. */
void line_map_directive(struct line_map *map, size_t offset, struct source_place place);

#endif
