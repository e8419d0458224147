/* Literals that their line does not end, as the apostrophe of "don't" begins one. Compilers allow them in skipped text,
 * but GCC's -fdirectives-only ends them at a later apostrophe, and drops the text between. */
#ifndef COVER_INSTR_PREPROCESS_OPEN_LITERALS_H
#define COVER_INSTR_PREPROCESS_OPEN_LITERALS_H

#include "base/str.h"
#include "instr/c/lex.h"
#include "instr/toolchain/command.h"

/* Has any file that the line markers of the preprocessed text name such a literal, perhaps in skipped text? The command
 * says whether there are raw strings and trigraphs. */
bool open_literals_exist(const struct str *text, const struct command *command);
/* Is the token, of this text, such a literal? It may be said of one that an escaped quote ends. */
bool open_literal_is(const char *text, const struct token *token);

#endif
