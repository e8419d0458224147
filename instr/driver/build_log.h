/* Telling what was instrumented and what was left alone: to the user, to the list of --skipped, to the build log of
 * --log.
 *
 * A record of the build log is a line of fields with tabs between them; those of one compile are written at once, and
 * the last compile of an object says what holds (summary.h reads them): instrumented  OBJECT  SOURCE     FUNCTIONS
 * UNITS     the first of a compile, or plain         OBJECT  SOURCE     ""         REASON    the whole file is compiled
 * as it is because we could not, or other         OBJECT  SOURCE     ""         REASON    because of what it is; left
 * OBJECT  FILE:LINE  FUNCTION   REASON    a function that has no probes because of what it is, failed        OBJECT
 * FILE:LINE  FUNCTION   REASON    or because we could not; partly        OBJECT  FILE:LINE  FUNCTION   REASON    one of
 * whose parts this holds: it counts as instrumented */
#ifndef COVER_INSTR_DRIVER_BUILD_LOG_H
#define COVER_INSTR_DRIVER_BUILD_LOG_H

#include "instr/toolchain/command.h"
#include "instr/instrument/instrument.h"
#include "instr/driver/settings.h"

/* The input is compiled as it is. If that is our failure the user is told in any case. */
void note_plain(const struct settings *settings, const struct command_arg *input, const char *object,
                const char *reason, bool is_failure);
/* The input is instrumented, but for what the result lists. */
void note_result(const struct settings *settings, const struct command_arg *input, const char *object,
                 const struct instrument_result *result);

#endif
