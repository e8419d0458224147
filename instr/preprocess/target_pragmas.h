/* #pragma GCC target and optimize: GCC defines other macros behind them (__AVX2__, __OPTIMIZE__), but only when it
 * compiles, not while it flattens. */
#ifndef COVER_INSTR_PREPROCESS_TARGET_PRAGMAS_H
#define COVER_INSTR_PREPROCESS_TARGET_PRAGMAS_H

#include <stdbool.h>

#include "base/str.h"

/* Does a conditional of the user's behind such a pragma of his ask for a macro that it may change? `text`: flattened.
 */
bool retarget_decides(const struct str *text);

#endif
