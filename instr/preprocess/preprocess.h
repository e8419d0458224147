/* Flattening without the compiler: includes and conditionals resolved here, byte for byte as GCC's -E -fdirectives-only
 * does it, or for Clang with directives left as they stand. */
#ifndef COVER_INSTR_PREPROCESS_PREPROCESS_H
#define COVER_INSTR_PREPROCESS_PREPROCESS_H

#include "base/str.h"
#include "instr/toolchain/compiler_info.h"

struct preprocess_request {
    const char *input;         /* as the user names it */
    const char *const *macros; /* GCC: the files of -imacros */
    size_t macros_count;
    const char *const *forced; /* the files of -include */
    size_t forced_count;
    struct answers *answers;                                    /* what the compiler told */
    long (*ask)(struct answers *answers, const char *question); /* answers_ask */
    bool is_clang;                                              /* else it is GCC */
    bool raw_strings, trigraphs;
    bool refuses_extensions; /* -pedantic: GNU's directives would draw warnings */
    bool refuses_undefined;  /* -Wundef */
};

/* The files of a translation unit in the order in which they came. */
struct preprocess_files {
    struct preprocess_file {
        char *path;
        bool system;
    } * items;
    size_t count, cap;
};

/* Adds the flattened text to `out`. NULL, or where and why only the compiler can do it, the arena's; then `out` and
 * `files` hold nothing of use. Nothing is ever reported. */
const char *preprocess(const struct preprocess_request *request, struct arena *arena, struct str *out,
                       struct preprocess_files *files);
void preprocess_files_free(struct preprocess_files *files);

#endif
