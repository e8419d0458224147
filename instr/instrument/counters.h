/* The counter array, and the declarations that probes name. */
#ifndef COVER_INSTR_INSTRUMENT_COUNTERS_H
#define COVER_INSTR_INSTRUMENT_COUNTERS_H

#include "base/str.h"
#include "instr/instrument/coverage.h"

#define COUNTERS "__cover_ctr"
#define COUNTERS_ALIAS "__cover_alias" /* the same array; counters.c says why */
/* A function that counts in the element of the array that is its argument. A probe that calls it names no variable, and
 * has no word but this, so that no macro of the program changes it. */
#define COUNTERS_HIT "__cover_hit"
/* The same, but the compiler does not see what is called: GCC takes a function that a target region calls for one of the
 * device, which may not use thread-local variables. */
#define COUNTERS_HIT_FAR "__cover_hit_far"

/* Writes them, on lines of their own. */
void counters_write(const struct coverage *coverage, struct str *out);

#endif
