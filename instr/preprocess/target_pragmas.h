/* #pragma GCC target and optimize: behind them GCC defines other macros (__AVX2__, __OPTIMIZE__), but only when it
 * compiles, not when it only preprocesses. */
#ifndef COVER_INSTR_PREPROCESS_TARGET_PRAGMAS_H
#define COVER_INSTR_PREPROCESS_TARGET_PRAGMAS_H

#include <stdbool.h>

#include "base/str.h"

/* Does a conditional of the user's behind one of his pragmas test a macro that the pragma may change? `text`:
 * preprocessed. */
bool target_pragmas_decide(const struct str *text);

#endif
