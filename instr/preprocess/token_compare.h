/* Do two flattened texts of one translation unit mean the same? */
#ifndef COVER_INSTR_PREPROCESS_TOKEN_COMPARE_H
#define COVER_INSTR_PREPROCESS_TOKEN_COMPARE_H

#include "base/str.h"

/* Texts for Clang, of which one may hold conditionals: the same tokens, before and after macros are expanded, in the
 * same order at the same places of the same files, as written and as the compiler counts. */
bool tokens_agree(const struct str *one, const struct str *other, const char *predefined);

#endif
