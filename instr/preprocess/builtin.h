/* The short way to flattened text: by preprocess.c instead of by the compiler, where that is sure to come out the same.
 */
#ifndef COVER_INSTR_PREPROCESS_BUILTIN_H
#define COVER_INSTR_PREPROCESS_BUILTIN_H

#include "instr/toolchain/command.h"

enum flattener {
    FLATTENER_ANY,      /* the short way where it can be taken */
    FLATTENER_COMPILER, /* never */
    FLATTENER_OWN,      /* only: for tests */
};

struct direct {
    enum flattener flattener;
    const char *cache; /* where the build keeps what compilers told, or NULL */
};

/* Flattens `input` and writes the dependency file that the compile of `output` asks for. NULL; or why the compiler must
 * do it, and nothing was written. `predefined` gets the definitions of Clang's macros, as they are before any text, if
 * they are known. */
const char *direct_flatten(struct direct *direct, struct command *command, const struct command_arg *input,
                           const char *output, struct str *text, struct str *predefined);

#endif
