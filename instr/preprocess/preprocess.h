/* Preprocessing without the compiler: includes and conditionals are resolved, macros and text stay as they are. For GCC
 * the bytes are those of -E -fdirectives-only; for Clang directives stay as written. */
#ifndef COVER_INSTR_PREPROCESS_PREPROCESS_H
#define COVER_INSTR_PREPROCESS_PREPROCESS_H

#include "instr/preprocess/request.h"

/* Adds the preprocessed text to `out`. NULL; or where and why only the compiler can do it, the arena's: then `out` and
 * `dependencies` hold nothing of use. Reports nothing. `open_literal`: skipped text has a literal that its line does not end
 * (open_literals.h), about which GCC warns. */
const char *preprocess(const struct preprocess_request *request, struct arena *arena, struct str *out,
                       struct dependencies *dependencies, bool *open_literal);

#endif
