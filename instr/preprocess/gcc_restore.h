/* Pragmas that GCC's -fdirectives-only drops from the text. */
#ifndef COVER_INSTR_PREPROCESS_GCC_RESTORE_H
#define COVER_INSTR_PREPROCESS_GCC_RESTORE_H

#include "base/str.h"

/* Puts push_macro and pop_macro back into preprocessed text. */
void gcc_restore_pragmas(struct str *text);

#endif
