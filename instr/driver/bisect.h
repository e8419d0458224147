/* Finding the functions whose probes the compiler rejects. */
#ifndef COVER_INSTR_DRIVER_BISECT_H
#define COVER_INSTR_DRIVER_BISECT_H

#include "instr/driver/build_step.h"

/* Compiles again and again, a bounded number of times, until a text is accepted. The text goes to `file`, the object to
 * `object`. In: `result` and `messages` of the compile that failed. Out: those of one that worked; the functions without
 * probes are among its skipped ones. False: there is none. */
bool bisect_functions(struct build_step *step, const char *file, const char *object, struct instrument_result *result,
                      struct str *messages);

#endif
