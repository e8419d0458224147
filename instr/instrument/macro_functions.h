/* Functions that one macro invocation makes completely: the text has no place for a probe in them, but the macro's
 * definition may have. */
#ifndef COVER_INSTR_INSTRUMENT_MACRO_FUNCTIONS_H
#define COVER_INSTR_INSTRUMENT_MACRO_FUNCTIONS_H

#include "instr/c/declaration.h"

struct macro_functions {
    struct declaration *functions; /* their only tokens are the braces of the body */
    size_t count, cap;
    struct brace **braces; /* those with a probe behind them; brace->number is the index + 1 */
    size_t brace_count, brace_cap;
};

/* Adds the function, if its opening brace stands in a macro's text. False: it does not. The tokens are the arena's. */
bool macro_function_add(struct macro_functions *list, const struct declaration *function, struct arena *arena);
/* Why a probe behind the function's brace cannot count exactly this function. NULL: it can. Valid once all of the text
 * has been read. */
const char *macro_function_rejection(const struct macro_functions *list, const struct declaration *function,
                                     const struct expander *expander);
/* The number of functions of the same invocation that precede it in the list. */
uint32_t macro_function_sibling(const struct macro_functions *list, const struct declaration *function);
/* Gives the function's brace a number, if it has none. */
void macro_function_number(struct macro_functions *list, const struct declaration *function);
/* The number of the function's brace, or 0. */
uint32_t macro_function_brace(const struct declaration *function);
void macro_functions_free(struct macro_functions *list);

#endif
