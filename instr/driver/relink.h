/* A link that fails because probes keep dead calls alive. */
#ifndef COVER_INSTR_DRIVER_RELINK_H
#define COVER_INSTR_DRIVER_RELINK_H

#include "instr/driver/settings.h"
#include "instr/instrument/coverage.h"
#include "instr/toolchain/command.h"

/* Keeps the command in a file that relink_run may need, and adds the file's name to the text. `package`: of the input. */
void relink_record_add(const struct settings *settings, struct command *command, const struct command_arg *input,
                       const struct file_package *package, struct str *text);
/* The link `args` failed. Compiles objects without probes that refer to undefined symbols only because of them, and
 * links again. False: that does not help, and nothing was printed. Changes `args`. */
bool relink_run(const struct settings *settings, struct arg_list *args);

#endif
