/* What differs between compilers, as far as covercc depends on it. Each compiler fills one table: gcc.c, clang.c. No
 * other file asks which compiler it is; it asks one of these questions. */
#ifndef COVER_INSTR_TOOLCHAIN_COMPILER_H
#define COVER_INSTR_TOOLCHAIN_COMPILER_H

#include <stdbool.h>
#include <stddef.h>

struct arg_list;
struct command;
struct command_arg;
struct compiler_info;
struct str;

struct compiler {
    const char *name;   /* how its program's name ends, versions aside; NULL: a compiler that covercc does not know */
    const char *banner; /* what the output of --version contains */

    /* The language */
    bool has_raw_strings;         /* R"(…)" in the GNU dialects since C99 */
    bool preprocesses_untargeted; /* #pragma GCC target changes macros only when compiling, not with -E */

    /* The driver */
    bool splits_passed_dependency; /* reads -Wp,-MD,FILE as -MD -MF FILE */
    bool includes_precompiled;     /* -include FILE takes FILE.pch or FILE.gch if one is there */
    bool names_precompiled;        /* -fpch-preprocess names the precompiled header in use */
    bool rejects_comments;         /* -C and -CC are errors where it does not only preprocess */
    bool warns_of_unused_options;  /* warns about options for steps that the command does not take */
    bool links_auxiliary_files;    /* only the command that links can write files named after the output */

    /* Warnings */
    bool warns_of_truth_values; /* warns about operands of && and || without any -W option */
    bool warns_of_braces;       /* warns about dangling else and empty bodies without any -W option */
    bool hides_warnings;        /* OPTION_WARNS_HIDDEN and OPTION_WARNS_DUPLICATES work on the original text only */
    bool warns_strictly_of_c90; /* in strict C90 the preprocessor warns without -pedantic */

    /* Preprocessed text */
    bool keeps_directives;       /* it contains #define, #pragma and #line as written; else they are printed anew */
    unsigned system_level;       /* of a system directory: 1 is the flag 3 in line markers, 2 the flags 3 4 */
    bool preincludes;            /* the C library's stdc-predef.h comes first */
    bool imacros_in_prefix;      /* the text before the input contains that of -imacros */
    bool files_are_inodes;       /* identifies files and directories by inode, not by path */
    bool shortens_system_paths;  /* names a system header by its real path where that is shorter */
    bool once_by_content;        /* #pragma once holds for a copy of the file, too */
    bool depends_on_has_include; /* __has_include adds its file to the dependencies */
    bool judges_include_next;    /* only it can obey #include_next in a file that was found beside its includer */
    bool judges_double_slashes;  /* only it can tell how a path with "//" is reported */
    bool warns_of_structure;     /* about include guards, and with -pedantic about directives in macro arguments and
                                    a missing newline at a file's end */
    const char *forced_begin, *forced_end; /* the line markers around the files of -include */

    /* Dependency files */
    bool cleans_targets;        /* removes leading "./" from the targets of rules */
    bool passed_names_input;    /* with -Wp,-MD,FILE the target is named after the input */
    bool separates_phony_rules; /* some versions put a blank line before each rule of -MP */
    bool adds_dependencies;     /* adds the files of OPTION_READS_LISTS */
    /* Adds a name to a rule, and breaks the line where the compiler does. */
    void (*dependency_add)(struct str *out, const char *name, size_t *column, bool is_target);

    /* Commands */
    bool base_file_is_text; /* __BASE_FILE__ is the file compiled, whatever the line markers say */
    bool text_is_named;     /* the object contains the name of the file compiled: the text needs the input's */
    /* Adds the options that make it preprocess as covercc needs it. */
    void (*preprocess_options)(struct arg_list *out);
    /* Adds what replaces the options of ARG_PARALLEL when preprocessing. NULL: they can stay. */
    void (*parallel_options)(struct command *command, struct arg_list *out);
    /* Adds all options of a compile of preprocessed text: the user's that are to be kept, and its own. */
    void (*compile_options)(struct command *command, const struct command_arg *input, const char *text_file,
                            struct arg_list *out);
    /* Adds what keeps a compile for its warnings from leaving files. NULL: nothing. */
    void (*diagnose_options)(const struct command *command, struct arg_list *out);
    /* Fills info->prefix, and checks that the compiler preprocesses as expected. False: it does not. */
    bool (*prefix_ask)(struct compiler_info *info);
    const char *proper_flag; /* in the output of -v: what follows the path of the compiler proper */
};

extern const struct compiler compiler_gcc, compiler_clang, compiler_unknown;

/* The compiler that a program's name says it is, as x86_64-linux-gnu-gcc-12 or clang-19; else compiler_unknown. */
const struct compiler *compiler_by_name(const char *program);
/* The same by the name, by the name of the file that it links to, and by what --version prints. */
const struct compiler *compiler_identify(const char *program);

#endif
