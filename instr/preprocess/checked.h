/* The built-in preprocessing where GCC itself cannot: its -fdirectives-only takes the apostrophe of "don't" in skipped
 * text for the beginning of a literal, and ends. */
#ifndef COVER_INSTR_PREPROCESS_CHECKED_H
#define COVER_INSTR_PREPROCESS_CHECKED_H

#include "instr/preprocess/builtin.h"

/* Do these messages say that the compiler stumbled over such text? */
bool checked_is_due(const struct str *messages);
/* Preprocesses the input whatever the options say, and writes the dependency file. True if the compiler makes the same
 * tokens of the text as of the input. Warnings that only a preprocessor gives are lost. */
bool checked_preprocess(const struct builtin *builtin, struct command *command, const struct command_arg *input,
                        const char *output, struct str *text);

#endif
