/* What a build instrumented and what it skipped, from the log that --log writes. */
#ifndef COVER_INSTR_DRIVER_BUILD_SUMMARY_H
#define COVER_INSTR_DRIVER_BUILD_SUMMARY_H

#include "base/str.h"

/* Prints it. Of several compiles of one object the last counts. `name`: of the log, for messages. `strict`: fails if a
 * function or a file could not be instrumented. Returns the exit status. */
int build_summary_print(const struct str *log, const char *name, bool strict);

#endif
