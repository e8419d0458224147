/* Macro definitions as GCC prints them. */
#ifndef COVER_INSTR_PREPROCESS_DEFINITION_H
#define COVER_INSTR_PREPROCESS_DEFINITION_H

#include <stdbool.h>

#include "base/str.h"

/* Appends the definition in text..end, the line behind `#define`, in GCC's form: no comments, no splices, single spaces.
 * It begins with the name, whose length is *name_len. False: only the compiler can print it. */
bool definition_write(const char *text, const char *end, struct str *out, size_t *name_len);
/* Appends the tokens of a #pragma in the same form. */
bool tokens_write(const char *text, const char *end, struct str *out);
/* Is the word the prefix of a raw string? */
bool definition_raw_prefix(const char *word, size_t len);

#endif
