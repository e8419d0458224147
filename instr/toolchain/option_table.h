/* The compiler options whose meaning covercc depends on, each described once. An option that is not listed goes to
 * every step that compiles, and turns the built-in preprocessing off. */
#ifndef COVER_INSTR_TOOLCHAIN_OPTION_TABLE_H
#define COVER_INSTR_TOOLCHAIN_OPTION_TABLE_H

#include <stdbool.h>
#include <stddef.h>

/* Which of the commands that covercc runs get an argument (command_line.c). */
enum arg_class {
    ARG_OPTION,     /* all */
    ARG_PREPROCESS, /* macros and include paths: those that preprocess */
    ARG_INCLUDE,    /* -include: the same; the preprocessed text contains the file */
    ARG_DEPENDENCY, /* -MD, -MF …: the one that writes the dependency file */
    ARG_STOP,       /* -c, -S */
    ARG_OUTPUT,     /* -o */
    ARG_LANGUAGE,   /* -x */
    ARG_INPUT,      /* a file */
    ARG_PARALLEL,   /* -fopenmp and the like: not for GCC's preprocessing */
    ARG_AUXILIARY,  /* writes a further file about the compile, as -save-temps does: the plain compile only */
    ARG_DUMP_NAME,  /* -dumpdir …: names of such files */
    ARG_PLAIN,      /* makes warnings errors, or would spoil preprocessed text: the plain compile only */
};

enum option_value {
    VALUE_NONE,     /* -c */
    VALUE_JOINED,   /* -std=c11; the entry stands for all options that begin with its name */
    VALUE_SEPARATE, /* -include FILE */
    VALUE_EITHER,   /* -I DIR or -IDIR */
};

/* What an option means beyond its class. */
enum option_fact {
    OPTION_UNCHANGED = 1 << 0,          /* the command does not compile, or covercc does not understand it: run as is */
    OPTION_ASSEMBLY = 1 << 1,           /* -S */
    OPTION_LIBRARY = 1 << 2,            /* -l: an input of the linker */
    OPTION_LTO = 1 << 3,                /* optimises at link time */
    OPTION_NO_LTO = 1 << 4,             /* undoes it */
    OPTION_STANDARD = 1 << 5,           /* the dialect of C */
    OPTION_TRIGRAPHS = 1 << 6,          /* trigraphs in any dialect */
    OPTION_LLVM = 1 << 7,               /* objects are bitcode */
    OPTION_ASSEMBLER_DIALECT = 1 << 8,  /* -masm= */
    OPTION_SANITIZERS = 1 << 9,         /* -fsanitize= */
    OPTION_READS_LISTS = 1 << 10,       /* may read files that Clang adds to the dependencies */
    OPTION_NAMED_BY_OUTPUT = 1 << 11,   /* writes files that belong to the object and are named after the output */
    OPTION_NO_LIBC = 1 << 12,           /* links without the C library */
    OPTION_PREFIX_MAP = 1 << 13,        /* changes file names in debug information */
    OPTION_USER_DIRECTORY = 1 << 14,    /* adds a directory that is not a system directory */
    OPTION_MACROS_FILE = 1 << 15,       /* -imacros */
    OPTION_ALL_DEPENDENCIES = 1 << 16,  /* -MD */
    OPTION_USER_DEPENDENCIES = 1 << 17, /* -MMD */
    OPTION_DEPENDENCY_FILE = 1 << 18,   /* -MF */
    OPTION_DEPENDENCY_TARGET = 1 << 19, /* -MT, -MQ */
    OPTION_PHONY_RULES = 1 << 20,       /* -MP */
    OPTION_PASSED_DEPENDENCY = 1 << 21, /* -Wp,-M… */
    OPTION_WARNS = 1 << 22,             /* asks for warnings */
    OPTION_WARNING_AS_ERROR = 1 << 23,  /* -Werror=NAME */
    OPTION_PEDANTIC = 1 << 24,          /* warns about extensions */
    OPTION_WARNS_UNDEFINED = 1 << 25,   /* warns about names in #if that are not macros */
    OPTION_WARNS_MIXED = 1 << 26,       /* warns about declarations after statements */
    OPTION_WARNS_DUPLICATES = 1 << 27,  /* warns about equal conditions or branches: probes make them differ */
    OPTION_WARNS_HIDDEN = 1 << 28,      /* a warning that GCC does not give for preprocessed or instrumented text */
    OPTION_MACRO_PREFIX_MAP = 1 << 29,  /* changes file names in __FILE__ and its like */
    OPTION_WARNS_PRECOMPILED = 1 << 30, /* warns about precompiled headers that do not fit */
};

struct option_entry {
    const char *name;
    enum option_value value;
    enum arg_class class;
    bool builtin;   /* the built-in preprocessing gives the compiler's text, and no warning is lost */
    unsigned facts; /* of enum option_fact */
};

/* The entry for an argument that begins with `-`: the one with exactly this name, else the longest with a joined value
 * that the argument begins with, else an entry with an empty name. Never NULL. */
const struct option_entry *option_find(const char *arg);
/* Does the option take the next argument as its value? */
bool option_takes_next(const struct option_entry *option, const char *arg);
/* The whole table, sorted by name in the order of strcmp. */
const struct option_entry *option_table(size_t *count);

#endif
