/* Macro definitions as GCC prints them. */
#ifndef COVER_INSTR_PREPROCESS_DEFINITION_H
#define COVER_INSTR_PREPROCESS_DEFINITION_H

#include <stdbool.h>

#include "base/str.h"

/* Appends what stands at text … end, the line behind `#define`, in GCC's form: no comments, no splices, single spaces.
 * *name_len: the length of the name, with which it begins. False: only the compiler may judge it. */
bool definition_write(const char *text, const char *end, struct str *out, size_t *name_len);
/* Appends the tokens of a line in the same manner, as a #pragma has them. */
bool tokens_write(const char *text, const char *end, struct str *out);
/* Does a literal behind this word have no escapes? */
bool definition_raw_prefix(const char *word, size_t len);

#endif
