/* Response files: @FILE on a command line stands for the words in FILE. */
#ifndef COVER_INSTR_TOOLCHAIN_RESPONSE_FILE_H
#define COVER_INSTR_TOOLCHAIN_RESPONSE_FILE_H

#include "base/memory.h"
#include "instr/toolchain/process.h"

/* Adds the words of a response file's text. They are the arena's. */
void response_split(const char *text, struct arena *arena, struct arg_list *out);
/* Adds the argument, or the words of the file that it names, and so on for these. An argument whose file can't be read
 * is added as it is. 0, or -1 after having reported. */
int response_expand(const char *arg, struct arena *arena, struct arg_list *out) __attribute__((warn_unused_result));

#endif
