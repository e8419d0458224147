/* What a build instrumented and what not, from the log that --log makes. */
#ifndef COVER_INSTR_DRIVER_BUILD_SUMMARY_H
#define COVER_INSTR_DRIVER_BUILD_SUMMARY_H

#include "base/str.h"

/* Prints it on stdout. Of several compiles of one object the last holds. `strict`: a function or a file that could not
 * be instrumented makes it fail. Returns the exit status. */
int summary_print(const struct str *log, const char *name, bool strict);

#endif
