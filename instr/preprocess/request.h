/* What the built-in preprocessing is to do. */
#ifndef COVER_INSTR_PREPROCESS_REQUEST_H
#define COVER_INSTR_PREPROCESS_REQUEST_H

#include "instr/toolchain/compiler_info.h"
#include "instr/toolchain/depfile.h"

struct preprocess_request {
    const char *input;         /* as the user names it */
    const char *const *macros; /* the files of -imacros */
    size_t macros_count;
    const char *const *forced; /* the files of -include */
    size_t forced_count;
    const struct compiler *compiler;
    struct compiler_info *info;
    long (*ask)(struct compiler_info *info, const char *question); /* compiler_info_ask */
    bool raw_strings, trigraphs;                                   /* the dialect has them */
    bool refuses_extensions;                                       /* GNU directives may draw warnings (-pedantic) */
    bool ignores_counter;   /* __COUNTER__ in #if is a name that is not a macro, as in flatten.c */
    bool refuses_undefined; /* a name in #if that is not a macro may draw a warning (-Wundef) */
};

#endif
