/* What replaces a macro invocation. For expand.c alone. */
#ifndef COVER_INSTR_C_SUBSTITUTE_H
#define COVER_INSTR_C_SUBSTITUTE_H

#include "instr/c/expand.h"
#include "instr/c/token_list.h"

/* Reads the invocation's arguments, if the macro takes any; its name and the opening parenthesis have been read. The
 * tokens that replace it go to `out`, in the expander's arena. False: there are none, because the text ends or the
 * expansion is too large. */
bool substitute_macro(struct expander *expander, struct macro *macro, uint32_t invocation, struct token_list *out);

/* In expand.c, for substitute.c alone: expands `list` without reading beyond its end. */
void expand_isolated(struct expander *expander, const struct token_list *list, uint32_t invocation,
                     struct token_list *out);
/* Counts tokens made or copied. False: the current invocation has made too many, and its expansion is abandoned. */
bool expand_produced(struct expander *expander, size_t count);

#endif
