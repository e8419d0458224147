/* Functions that macros make whole: the text has no place for a probe in them, but the macro's definition has. */
#ifndef COVER_INSTR_INSTRUMENT_MACRO_FUNCTIONS_H
#define COVER_INSTR_INSTRUMENT_MACRO_FUNCTIONS_H

#include "instr/c/declaration.h"

struct made_list {
    struct declaration *functions; /* their tokens: the braces of the body */
    size_t count, cap;
    struct brace **braces; /* by number - 1: those that carry a probe */
    size_t brace_count, brace_cap;
};

/* Takes a function in whose text there is no place. False: a macro's text has none, either. The tokens are the
 * arena's. */
bool made_add(struct made_list *list, const struct declaration *function, struct arena *arena);
/* Why a probe behind its brace would not run in this function and nowhere else. NULL: it would. To be asked when all of
 * the text was read. */
const char *made_refusal(const struct made_list *list, const struct declaration *function,
                         const struct expander *expander);
/* How many functions before it in the list the same invocation makes. */
uint32_t made_sibling(const struct made_list *list, const struct declaration *function);
/* Its brace is to carry a probe. */
void made_number_give(struct made_list *list, const struct declaration *function);
/* The number of the brace that a function of the list has, or 0. */
uint32_t made_number(const struct declaration *function);
void made_free(struct made_list *list);

#endif
