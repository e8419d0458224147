/* A compiler's command line, parsed as far as a wrapper must understand it. */
#ifndef COVER_INSTR_TOOLCHAIN_COMMAND_H
#define COVER_INSTR_TOOLCHAIN_COMMAND_H

#include <stdbool.h>

#include "base/memory.h"
#include "instr/toolchain/compiler.h"
#include "instr/toolchain/option_table.h"
#include "instr/toolchain/process.h"

enum command_kind {
    COMMAND_OTHER,   /* preprocessing, queries, other languages, invalid use: to be run unchanged */
    COMMAND_COMPILE, /* C to objects or assembly */
    COMMAND_LINK,    /* perhaps with C sources among the inputs */
};

struct command_arg {
    const char *text, *value; /* value: the following argument, where the option takes one */
    const char *lenient;      /* ARG_PLAIN: replaces the option in the instrumented compile; NULL: nothing does */
    const struct option_entry *option;
    enum arg_class class;
    unsigned facts;       /* of the option; of the lenient one as well */
    bool is_c;            /* input: C source text */
    bool is_preprocessed; /* input: C after preprocessing */
    bool is_cxx;          /* input: C++ source text */
};

struct command {
    struct arena arena;
    char **argv; /* the whole line: launchers, compiler, arguments as they were given */
    int argc;
    size_t launcher_count; /* ccache and the like before the compiler */
    const char *program;   /* the compiler, as it was called */
    const struct compiler *compiler;
    enum command_kind kind;
    struct command_arg *args;
    size_t count, cap;
    const char *output; /* of -o, or NULL */
    const char *stop;   /* "-c", "-S" or NULL */
    size_t c_inputs;    /* the number of inputs that are C, preprocessed or not */
    bool other_inputs;  /* there are other files that the compiler would compile: C++, assembly */
    bool is_cxx;        /* a C++ driver, which compiles a .c file as C++ */
    bool writes_dependencies, names_dependency_file;
    bool
        wants_plain; /* the plain compile must run first: it writes files that only it can name and fill, or checks inputs
                         of the linker */
    bool lto, thin_lto, thread_sanitizer, intel_syntax;
    const char *standard; /* of -std=, or NULL */
    unsigned facts;       /* enum option_fact of all options */
};

/* Parses argv[0..argc): launchers, compiler, arguments; response files are expanded. 0, or -1 after having reported. */
int command_parse(struct command *command, int argc, char **argv) __attribute__((warn_unused_result));
void command_free(struct command *command);
/* Adds a directory to the search path, behind the user's own; the user's command line stays as it is. */
void command_add_directory(struct command *command, const char *directory);

/* Does any option have one of these facts? */
bool command_has(const struct command *command, unsigned facts);
/* The last argument with one of these facts, or NULL. */
const struct command_arg *command_last(const struct command *command, unsigned facts);
/* Does the dialect have trigraphs, or raw strings? */
bool command_has_trigraphs(const struct command *command);
bool command_has_raw_strings(const struct command *command);
/* Is the dialect C90, and strictly so, without GNU extensions? */
bool command_is_c90(const struct command *command);
bool command_is_gnu(const struct command *command);
/* Is it C source, preprocessed or not? */
bool command_is_c(const struct command_arg *arg);
/* The value of an option, joined or not. */
const char *command_option_value(const struct command_arg *arg);

#define ARG_CLASS(class) (1u << (class))

/* Adds the arguments whose class is in the set `classes` (of ARG_CLASS), and of the inputs this one. Of the others,
 * adds what replaces them. */
void command_args_add(const struct command *command, unsigned classes, const struct command_arg *input,
                      struct arg_list *out);
/* Adds one argument with its value. */
void command_arg_add(const struct command_arg *arg, struct arg_list *out);

#endif
