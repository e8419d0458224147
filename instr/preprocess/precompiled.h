/* Precompiled headers of GCC. covercc needs the header's text, which the compiler has no need of any more. */
#ifndef COVER_INSTR_PREPROCESS_PRECOMPILED_H
#define COVER_INSTR_PREPROCESS_PRECOMPILED_H

#include "base/str.h"
#include "instr/toolchain/command.h"

/* The input could not be preprocessed, with these messages. If a header is missing that a precompiled one was made
 * from, adds its directory to the command's search path. False: nothing was added. */
bool precompiled_find(struct command *command, const struct command_arg *input, const struct str *messages);
/* May there be a precompiled form of the first header in the preprocessed text? The compiler may warn about it. */
bool precompiled_exists(const struct command *command, const struct str *text);

#endif
