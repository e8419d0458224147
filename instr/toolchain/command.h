/* A compiler's command line, understood as far as a wrapper must, and the command lines made from it. */
#ifndef COVER_INSTR_TOOLCHAIN_COMMAND_H
#define COVER_INSTR_TOOLCHAIN_COMMAND_H

#include <stdbool.h>

#include "base/memory.h"
#include "instr/toolchain/process.h"

enum compiler_kind { COMPILER_UNKNOWN, COMPILER_GCC, COMPILER_CLANG };

enum command_kind {
    COMMAND_OTHER,   /* preprocessing, questions, other languages, wrong use: to be run unchanged */
    COMMAND_COMPILE, /* C to objects or assembly */
    COMMAND_LINK,    /* C sources perhaps among the inputs */
};

enum arg_class {
    ARG_OPTION,     /* of the compiler proper */
    ARG_PREPROCESS, /* macros and include paths */
    ARG_INCLUDE,    /* -include: part of the flattened text */
    ARG_DEPENDENCY, /* -MD, -MF … */
    ARG_STOP,       /* -c, -S */
    ARG_OUTPUT,     /* -o */
    ARG_LANGUAGE,   /* -x */
    ARG_INPUT,      /* a file */
    ARG_PARALLEL,   /* -fopenmp and kin: kept from GCC's flattening */
    ARG_AUXILIARY, /* asks for a file beside the object that tells of the compile: -save-temps, -MJ, -fstack-usage … */
    ARG_DUMP_NAME, /* where such files go: -dumpdir … */
    ARG_PLAIN,     /* for the plain compile only: makes warnings errors, or would spoil the flattened text */
};

struct command_arg {
    const char *text, *value; /* value: the following argument, where the option takes one */
    const char *lenient;      /* ARG_PLAIN: the option that stands for it in our own compile; NULL: none is needed */
    enum arg_class class;
    bool is_c;            /* input: C source text */
    bool is_preprocessed; /* input: C after preprocessing */
    bool is_cxx;          /* input: C++ source text */
};

struct command {
    struct arena arena;
    char **argv; /* all of it: launchers, compiler, arguments as they were given */
    int argc;
    size_t launcher_count; /* ccache and kin before the compiler */
    const char *compiler;
    enum compiler_kind compiler_kind;
    enum command_kind kind;
    struct command_arg *args;
    size_t count, cap;
    const char *output; /* of -o, or NULL */
    const char *stop;   /* "-c", "-S" or NULL */
    size_t c_inputs;    /* how many inputs are C, preprocessed or not */
    bool other_inputs;  /* other files that the compiler would compile: C++, assembly */
    bool is_cxx;        /* a C++ driver: to it a .c file is C++ */
    bool preprocessed;  /* -fpreprocessed: a .c file is what others call .i */
    bool writes_dependencies, names_dependency_file, names_dependency_target;
    bool
        wants_plain; /* leaves files that only the plain compile names and fills as the user expects: to be run first */
    bool names_by_output; /* leaves files that belong to the instrumented object and are named after the final output */
    bool lto, thin_lto, thread_sanitizer, emits_llvm, intel_syntax;
    const char *standard; /* of -std=, or NULL */
    bool asks_trigraphs;
    bool parallel;                /* some ARG_PARALLEL */
    bool no_libc;                 /* links without the C library */
    bool asks_warnings;           /* some -W or -pedantic */
    bool asks_hidden;             /* what GCC can't say of a text with probes, or in two steps: -Wunused-macros */
    bool asks_duplicates;         /* of conditions and branches: probes make them differ */
    bool asks_mixed_declarations; /* an option that may warn of declarations behind statements */
};

/* Takes argv[0..argc): launchers, compiler, arguments; response files are opened. 0, or -1 after having reported. */
int command_parse(struct command *command, int argc, char **argv) __attribute__((warn_unused_result));
void command_free(struct command *command);

/* What the dialect of C has, and others don't: trigraphs, GCC's raw strings. */
bool command_has_trigraphs(const struct command *command);
bool command_has_raw_strings(const struct command *command);
/* Is it -imacros FILE? */
bool command_names_macros(const struct command_arg *arg);
/* Is it C source, preprocessed or not? */
bool command_is_c(const struct command_arg *arg);
/* The value of an option whose name is name_len long, glued on or not. */
const char *command_option_value(const struct command_arg *arg, size_t name_len);

#endif
