/* External declarations (C11 6.9) and function definitions among them. */
#ifndef COVER_INSTR_C_DECLARATION_H
#define COVER_INSTR_C_DECLARATION_H

#include "instr/c/expand.h"

struct declaration {
    struct token *tokens; /* of a function definition: all; of others: without initialisers and member lists */
    size_t count, cap;
    bool is_function;
    size_t body;          /* index of the body's opening brace; the last token closes it */
    uint32_t name_offset; /* where the name, or the invocation that makes it, begins in the text */
    struct ident *name;   /* NULL if no declarator was recognised */
    bool is_static, is_inline;
    bool unprofiled; /* naked, no_instrument_function, no_profile_instrument_function */
};

/* Reads the next declaration into `declaration` and reuses its array. False at the end of the text. */
bool declaration_next(struct expander *expander, struct declaration *declaration);
void declaration_free(struct declaration *declaration);

#endif
