/* Dependency files, as the compiler wrote them. */
#ifndef COVER_INSTR_TOOLCHAIN_DEPFILE_H
#define COVER_INSTR_TOOLCHAIN_DEPFILE_H

#include "instr/toolchain/command.h"

/* Adds files, absolute paths, to what the object of the command depends on by the file of its -MF; nothing to do if it
 * has none. 0, or -1 after having reported. */
int dependency_add(const struct command *command, const char *const *files, size_t count)
    __attribute__((warn_unused_result));

#endif
