/* When the instrumented text of a file doesn't compile: without probes in the functions at fault it may. */
#ifndef COVER_INSTR_DRIVER_BISECT_H
#define COVER_INSTR_DRIVER_BISECT_H

#include "instr/driver/build_step.h"

/* Tries until a text compiles, a bounded number of times; `file` is the place of the text, the object goes to `object`.
 * In: `result` and `said` of the try that failed. Out: those of one that didn't, whose list of what was left alone
 * holds the functions found. False: nothing helps. */
bool retry_without_culprits(struct attempt *attempt, const char *file, const char *object,
                            struct instrument_result *result, struct str *said);

#endif
