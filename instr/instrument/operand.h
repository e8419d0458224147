/* Operands that may not run: the right operands of && and ||, and the arms of ?:. */
#ifndef COVER_INSTR_INSTRUMENT_OPERAND_H
#define COVER_INSTR_INSTRUMENT_OPERAND_H

#include "instr/c/statement.h"

/* Token positions are indices into the function's tokens, ends inclusive. */
struct operand {
    uint32_t first, last;
    bool is_choice;                 /* c ? a : b; else a right operand, or the b of GNU's a ?: b */
    uint32_t leaf_last;             /* right operand: the probe is joined by a comma to first … leaf_last */
    uint32_t then_last, else_first; /* choice: first … last is the condition, then_last and else_last end the arms */
    uint32_t else_last;
};

struct operand_list {
    struct operand *items; /* in the order of their first tokens */
    size_t count, cap;
};

/* Finds the operands in the comma-separated expressions first … last, which may begin with attributes, `return` or
 * `goto`. Not found are constants, arms of conditions that the compiler folds, operands that are not evaluated,
 * arguments of __builtin_ functions, and the inside of statement expressions. */
void operands_find(struct operand_list *list, const struct token *tokens, uint32_t first, uint32_t last);
/* The same for the initialisers of the declaration first … last (without its `;`). */
void operands_find_initialisers(struct operand_list *list, const struct token *tokens, uint32_t first, uint32_t last);

#endif
