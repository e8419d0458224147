/* How probes are spelled for a command's compiler. */
#ifndef COVER_INSTR_DRIVER_PROBE_TARGET_H
#define COVER_INSTR_DRIVER_PROBE_TARGET_H

#include "instr/instrument/probe_target.h"
#include "instr/toolchain/command.h"

/* Fills `target` from the command's options and from the compiler's own macros, which are among `idents`. */
void probe_target_find(struct idents *idents, enum counter_mode mode, const struct command *command,
                       struct probe_target *target);

#endif
