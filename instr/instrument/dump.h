/* --dump: what a stage made, as text, for tests and for learning. */
#ifndef COVER_INSTR_INSTRUMENT_DUMP_H
#define COVER_INSTR_INSTRUMENT_DUMP_H

#include "base/str.h"
#include "instr/instrument/unit.h"

/* The functions below append to `out`, each only if `stage` names its stage. */
struct dump {
    const char *stage; /* NULL: nothing is dumped */
    struct str *out;
};

bool dump_is_stage(const char *stage);
/* tokens: the text's tokens, macros not expanded. */
void dump_tokens(const struct dump *dump, const char *text, size_t len);
/* expanded: the tokens of each function definition, macros expanded. */
void dump_declaration(const struct dump *dump, const struct source *source, const struct declaration *declaration);
/* stmts: a function's statements, indented. */
void dump_statements(const struct dump *dump, const struct source *source, const struct declaration *function,
                     const struct stmt *body);
/* units, edits */
void dump_units(const struct dump *dump, const struct source *source, const struct declaration *function,
                const struct unit_list *list);

#endif
