/* One C input through all steps: preprocess, instrument, compile; and what happens when a step fails. */
#ifndef COVER_INSTR_DRIVER_COMPILE_H
#define COVER_INSTR_DRIVER_COMPILE_H

#include "instr/toolchain/command.h"
#include "instr/driver/settings.h"

/* Is it a program that a configuration step compiles to see whether that works? */
bool compile_is_probe(const struct command_arg *input, const char *output);
/* Is the input one whose code may be instrumented? */
bool compile_is_selected(struct settings *settings, struct command *command, const struct command_arg *input,
                         const char *output);
/* Logs that the input is not instrumented. With --strict that is an error: exits. */
void compile_reject(const struct settings *settings, struct command *command, const struct command_arg *input,
                    const char *reason);
/* Logs the command's C++ inputs, which are compiled as they are. */
void compile_log_cxx(struct settings *settings, struct command *command);
/* Compiles the input to `output` (a path). Returns the exit status for the build: that of the plain compile wherever
 * the two differ. */
int compile_input(struct settings *settings, struct command *command, const struct command_arg *input,
                  const char *output);

#endif
