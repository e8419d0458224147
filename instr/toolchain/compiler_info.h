/* What only the compiler can tell about itself under some options: its macros, its search path for headers, the
 * attributes and built-in functions that it has. Asked once and kept in a file. */
#ifndef COVER_INSTR_TOOLCHAIN_COMPILER_INFO_H
#define COVER_INSTR_TOOLCHAIN_COMPILER_INFO_H

#include "instr/toolchain/compiler_cache.h"

/* Gets it for this command line, from the file in `cache` or from the compiler. False: the file has no place. */
bool compiler_info_get(struct compiler_info *info, struct command *command, const char *cache);
/* The value of an expression that only the compiler knows, such as __has_attribute(cold). Negative: it has none. */
long compiler_info_ask(struct compiler_info *info, const char *question);
/* Does it put a blank line before each phony rule of a dependency file? Negative: unknown. */
long compiler_info_phony_blanks(struct compiler_info *info);
/* Writes the file, if something is new. */
void compiler_info_keep(struct compiler_info *info);
void compiler_info_free(struct compiler_info *info);

/* For the compilers' tables. Both run the compiler on this text under the user's options, and return whether that
 * worked. */

/* With -E and two more flags that may be NULL. */
bool compiler_info_run(struct compiler_info *info, const char *flag, const char *more, const char *text,
                       struct str *out, struct str *err);
/* As a file is preprocessed that is to be instrumented. */
bool compiler_info_preprocess(struct compiler_info *info, const char *text, struct str *out, struct str *err);

#endif
