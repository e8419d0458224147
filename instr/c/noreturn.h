/* Which names are functions that do not return, or pointers to such functions. */
#ifndef COVER_INSTR_C_NORETURN_H
#define COVER_INSTR_C_NORETURN_H

#include "instr/c/lex.h"

/* Does the token at `at`, with those before it, say that what is declared does not return? An attribute or a specifier
 * does, a typedef's name that was declared so, and typeof(exit). */
bool noreturn_is_said(const struct token *tokens, size_t at);
/* Marks the names that are declared with such a token in first … end - 1: functions, objects, parameters, members and
 * typedefs. */
void noreturn_mark(const struct token *tokens, size_t first, size_t end);
/* Is the parenthesis at `open`, of an expression that begins at `first`, the call of such a name? Found are `exit(0)`,
 * `(exit)(0)`, `(*object->member)(0)`, `table[0](0)`, `((type)object)(0)`. */
bool noreturn_is_called(const struct token *tokens, size_t first, size_t open);

#endif
