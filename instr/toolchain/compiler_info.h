/* What only the compiler can tell of itself under some options: its macros, where it looks for headers, which
 * attributes and built-in functions it has. Asked once, and kept in a file. */
#ifndef COVER_INSTR_TOOLCHAIN_COMPILER_INFO_H
#define COVER_INSTR_TOOLCHAIN_COMPILER_INFO_H

#include "base/map.h"
#include "instr/toolchain/command.h"

struct answers_directory {
    const char *name;
    unsigned system; /* as in include.h */
};

struct answers {
    struct arena arena;
    struct command *command;
    const char *file; /* where they are kept, or NULL */
    struct str key;
    bool usable;        /* false: there are none to be had, or the compiler flattens in a way of its own */
    bool fresh;         /* no text has been made by both yet */
    bool changed;       /* something was asked that the file doesn't hold */
    const char *prefix; /* GCC: what flattened text begins with, up to the first line of the input; its first line
                           lacks. Clang: the definitions of its macros */
    struct answers_directory *quote, *bracket;
    size_t quote_count, bracket_count;
    const char *
        *witnesses; /* files and directories, and what was true of each: `exists`, or else the answers are void */
    size_t witness_count;
    struct map questions; /* question -> its value, as text */
};

/* The answers for this command line, from the file or from the compiler. False: there are none to be had. */
bool answers_get(struct answers *answers, struct command *command, const char *cache);
/* The value of an expression that only the compiler knows, such as __has_attribute(cold). Negative: it has none. */
long answers_ask(struct answers *answers, const char *question);
/* Does Clang put a blank line before each phony rule of a dependency file? Its versions differ. Negative: it's not
 * known. */
long answers_phony_blanks(struct answers *answers);
/* Puts them into the file, if something is new. */
void answers_keep(struct answers *answers);
void answers_free(struct answers *answers);

#endif
