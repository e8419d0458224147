/* Reports what was instrumented and what was skipped: to the user, to the file of --skipped, to the build log of --log.
 *
 * A record of the build log is a line of five fields with tabs between them. The records of one compile are written
 * together, and the last compile of an object counts (build_summary.h reads them):
 *
 *   KIND          OBJECT  WHERE      WHAT       REASON
 *   instrumented  object  source     functions  units    the first record of a compile, or
 *   plain         object  source                reason   the whole file could not be instrumented, or
 *   other         object  source                reason   the whole file is skipped by design
 *   slow          object  source                reason   the built-in preprocessing is off for these options
 *   skipped       object  file:line  function   reason   a function without probes, by design
 *   failed        object  file:line  function   reason   a function that could not be instrumented
 *   partly        object  file:line  function   reason   a function with probes that lacks some */
#ifndef COVER_INSTR_DRIVER_BUILD_LOG_H
#define COVER_INSTR_DRIVER_BUILD_LOG_H

#include "instr/driver/settings.h"
#include "instr/instrument/instrument.h"
#include "instr/toolchain/command.h"

/* The input is compiled as it is. A failure is reported to the user as well. */
void build_log_file(const struct settings *settings, const struct command_arg *input, const char *object,
                    const char *reason, bool is_failure);
/* The input is instrumented, except for what the result lists. `slow_reason`: of struct flat_text. */
void build_log_result(const struct settings *settings, const struct command_arg *input, const char *object,
                      const struct instrument_result *result, const char *slow_reason);

#endif
