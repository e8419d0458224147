/* Line markers and #line directives: which line of which file the user wrote, and which the compiler counts. */
#ifndef COVER_INSTR_C_LINE_MAP_H
#define COVER_INSTR_C_LINE_MAP_H

#include "base/map.h"
#include "base/memory.h"
#include "instr/c/source.h"

enum marker_flag {
    MARKER_NONE,
    MARKER_ENTER, /* a file begins */
    MARKER_LEAVE, /* back in the file that included it */
};

/* A #line directive that the flattening lost: it belongs behind the line of the text that holds `offset`. */
struct lost_directive {
    uint32_t offset;
    struct source_place place; /* of the line behind */
};

struct written {
    struct source *source;
    bool rewritten;             /* markers name places as written, and #line directives are still in the text (Clang) */
    struct written_file *files; /* those included, the innermost last */
    size_t depth, cap;
    struct map directives; /* file name -> its #line directives */
    struct lost_directive *lost;
    size_t lost_count, lost_cap;
    struct arena arena;
};

void written_open(struct written *written, struct source *source, bool rewritten);
void written_close(struct written *written);
/* The marker at `offset`: the line behind it is `place`. */
void written_marker(struct written *written, size_t offset, struct source_place place, enum marker_flag flag);
/* The #line directive at `offset`. */
void written_directive(struct written *written, size_t offset, struct source_place place);

#endif
