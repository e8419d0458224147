/* --dump: prints what a stage made, for tests and for the curious. Each prints only if `stage` names it. */
#ifndef COVER_INSTR_INSTRUMENT_DUMP_H
#define COVER_INSTR_INSTRUMENT_DUMP_H

#include "instr/instrument/unit.h"

bool dump_is_stage(const char *stage);
/* tokens: the raw tokens of the text. */
void dump_tokens(const char *stage, const char *text, size_t len);
/* expanded: the tokens of each function definition, macros expanded. */
void dump_declaration(const char *stage, const struct source *source, const struct declaration *declaration);
/* stmts: the statements of a function, indented. */
void dump_statements(const char *stage, const struct source *source, const struct declaration *function,
                     const struct stmt *body);
/* units, edits */
void dump_units(const char *stage, const struct source *source, const struct declaration *function,
                const struct unit_list *list);

#endif
