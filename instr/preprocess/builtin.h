/* The built-in preprocessing: covercc does it itself where the result is sure to be the compiler's. */
#ifndef COVER_INSTR_PREPROCESS_BUILTIN_H
#define COVER_INSTR_PREPROCESS_BUILTIN_H

#include "instr/toolchain/command.h"

enum builtin_choice {
    BUILTIN_ANY,      /* where it can be done */
    BUILTIN_COMPILER, /* never: the compiler preprocesses */
    BUILTIN_ONLY,     /* always, for tests: it is an error where it can't be done */
};

struct builtin {
    enum builtin_choice choice;
    const char *cache; /* the build's directory for what compilers told about themselves, or NULL */
};

struct builtin_result {
    const char *reason; /* why the compiler must preprocess: nothing was written. NULL: it is done */
    bool is_general;    /* the reason holds for every file that is compiled with these options */
    bool open_literal;  /* as in preprocess.h */
};

/* Preprocesses `input` into `text`, and writes the dependency file that the compile of `output` asks for. `predefined`
 * gets the definitions of the compiler's macros where the text needs them (Clang). */
struct builtin_result builtin_preprocess(const struct builtin *builtin, struct command *command,
                                         const struct command_arg *input, const char *output, struct str *text,
                                         struct str *predefined);

/* The same whatever the options, for a text that the caller checks. True: it is done. */
bool builtin_preprocess_unasked(const struct builtin *builtin, struct command *command, const struct command_arg *input,
                                const char *output, struct str *text);

#endif
