/* What GCC's -fdirectives-only loses, and how it is kept. */
#ifndef COVER_INSTR_PREPROCESS_GCC_RESTORE_H
#define COVER_INSTR_PREPROCESS_GCC_RESTORE_H

#include "instr/toolchain/command.h"
#include "instr/toolchain/process.h"

/* Where the command has -fopenmp or -fopenacc, adds the macros that they would define, as -D options: asks the
 * compiler. */
void losses_parallel_add(struct command *command, struct arg_list *args);
/* Puts push_macro and pop_macro back into flattened text. */
void losses_restore(struct str *text);

#endif
