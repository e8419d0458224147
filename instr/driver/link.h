/* Linking with the coverage runtime. */
#ifndef COVER_INSTR_DRIVER_LINK_H
#define COVER_INSTR_DRIVER_LINK_H

#include "instr/driver/settings.h"
#include "instr/toolchain/command.h"

/* The archive to link, or NULL: it does not exist. */
const char *link_runtime(const struct settings *settings);
/* Runs a link whose command line ends with the runtime, if there is one. Returns its exit status; frees args. */
int link_run(const struct settings *settings, const struct command *command, struct arg_list *args);

#endif
