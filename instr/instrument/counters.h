/* The counter array, and the declarations that probes name. */
#ifndef COVER_INSTR_INSTRUMENT_COUNTERS_H
#define COVER_INSTR_INSTRUMENT_COUNTERS_H

#include "base/str.h"
#include "instr/instrument/coverage.h"

#define COUNTERS "__cover_ctr"
#define COUNTERS_ALIAS "__cover_alias" /* the same array; counters.c says why */

/* Writes them, on lines of their own. */
void counters_write(const struct coverage *coverage, struct str *out);

#endif
