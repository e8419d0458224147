/* A compiler's command line, understood as far as a wrapper must, and the command lines made from it. */
#ifndef COVER_INSTR_COMMAND_H
#define COVER_INSTR_COMMAND_H

#include <stdbool.h>

#include "base/memory.h"
#include "instr/process.h"

enum compiler_kind { COMPILER_UNKNOWN, COMPILER_GCC, COMPILER_CLANG };

enum command_kind {
    COMMAND_OTHER,   /* preprocessing, questions, other languages: to be run unchanged */
    COMMAND_COMPILE, /* C to an object or assembly */
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
    ARG_AUXILIARY,  /* once, in the step that compiles: -save-temps, -MJ … */
};

struct command_arg {
    const char *text, *value; /* value: the following argument, where the option takes one */
    enum arg_class class;
    bool is_c;            /* input: C source text */
    bool is_preprocessed; /* input: C after preprocessing */
};

struct command {
    struct arena arena;
    const char **launcher; /* ccache and kin before the compiler, launcher_count of them */
    size_t launcher_count;
    const char *compiler;
    enum compiler_kind compiler_kind;
    enum command_kind kind;
    struct command_arg *args;
    size_t count, cap;
    const char *output;      /* of -o, or NULL */
    const char *stop;        /* "-c", "-S" or NULL */
    size_t c_inputs;         /* how many inputs are C, preprocessed or not */
    bool other_inputs;       /* other files that the compiler would compile: C++, assembly */
    bool writes_dependencies, names_dependency_file, names_dependency_target;
    bool lto, thread_sanitizer;
    bool parallel;           /* some ARG_PARALLEL */
    bool asks_warnings;      /* some -W or -pedantic */
    bool asks_mixed_declarations; /* an option that may warn of declarations behind statements */
};

/* Takes argv[0..argc): launchers, compiler, arguments; response files are opened. 0, or -1 after having reported. */
int command_parse(struct command *command, int argc, char **argv) __attribute__((warn_unused_result));
void command_free(struct command *command);

/* Where the input's object (or assembly) goes. The arena's. */
const char *command_output(struct command *command, const struct command_arg *input);

/* The command lines for one C input. `output`: what command_output said. */
void command_flatten(struct command *command, const struct command_arg *input, const char *output, struct arg_list *out);
/* Clang only: prints the macros in force before the text. */
void command_predefined(const struct command *command, struct arg_list *out);
/* Compiles `text_file` instead of the input. */
void command_compile(struct command *command, const struct command_arg *input, const char *text_file, const char *output,
                     struct arg_list *out);
/* Compiles the input itself, as the user asked, to `output`; without `dependencies` no dependency file is written. */
void command_plain(struct command *command, const struct command_arg *input, const char *output, bool dependencies,
                   struct arg_list *out);

#endif
