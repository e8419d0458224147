/* One compiler command through covercc. */
#ifndef COVER_INSTR_DRIVER_BUILD_COMMAND_H
#define COVER_INSTR_DRIVER_BUILD_COMMAND_H

#include "instr/driver/settings.h"
#include "instr/toolchain/command.h"

/* Compiles and links as the command says, with its selected C inputs instrumented. Returns the exit status. */
int build_command_run(struct settings *settings, struct command *command);
/* Prints what it would instrument, for --explain; keeps no file. Returns the exit status. */
int build_command_explain(struct settings *settings, struct command *command);

#endif
