/* Compares two preprocessed texts of one translation unit. */
#ifndef COVER_INSTR_PREPROCESS_TOKEN_COMPARE_H
#define COVER_INSTR_PREPROCESS_TOKEN_COMPARE_H

#include "base/str.h"

/* Do both have the same tokens, before and after macro expansion, at the same physical and presumed locations? One may
 * contain undecided conditionals, as Clang's does; `predefined`: the macros in force before. */
bool tokens_agree(const struct str *one, const struct str *other, const char *predefined);

#endif
