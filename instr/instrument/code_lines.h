/* The lines of a unit's code: those with a token of its statements that is no bracket, comma or semicolon. An extent
 * also contains blank lines, comments, and lines that the preprocessor removed. */
#ifndef COVER_INSTR_INSTRUMENT_CODE_LINES_H
#define COVER_INSTR_INSTRUMENT_CODE_LINES_H

#include "base/memory.h"
#include "format/meta_lines.h"
#include "instr/c/statement.h"

/* A list of line ranges within a pool: indices + 1, 0 is none. */
struct line_list {
    uint32_t first, last;
};

struct line_node {
    uint32_t file, first, last;
    uint32_t next; /* index + 1; 0: the last one */
};

/* The lists of one function's units. */
struct line_pool {
    struct line_node *nodes;
    size_t count, cap;
};

/* Adds the lines of tokens first … last. The statement expressions from `inner` on (stmt.inner) are left out, as they
 * have units of their own, unless one macro invocation makes one; NULL: none is left out. */
void code_lines_add(struct line_pool *pool, struct line_list *list, const struct source *source,
                    const struct token *tokens, uint32_t first, uint32_t last, const struct stmt *inner);
/* Do the tokens of an expression or do statement make no code? Such are `(void)0;`, `(void)x;` and `do {} while (0)`, to
 * which macros for assertions and locks expand when they are off. */
bool code_lines_are_empty(const struct token *tokens, uint32_t first, uint32_t last);
void code_lines_add_line(struct line_pool *pool, struct line_list *list, uint32_t file, uint32_t line);
/* Moves the lines of `from` to the end of `list`. */
void code_lines_append(struct line_pool *pool, struct line_list *list, struct line_list *from);
/* The list's lines in `file`, ascending and joined. The ranges are the arena's. */
struct meta_unit_lines code_lines_finish(const struct line_pool *pool, struct line_list list, uint32_t file,
                                         struct arena *arena);

#endif
