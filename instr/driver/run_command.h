/* `covercc run`: runs a command whose instrumented programs write their data to one directory. */
#ifndef COVER_INSTR_DRIVER_RUN_COMMAND_H
#define COVER_INSTR_DRIVER_RUN_COMMAND_H

/* argv[0] is "run". Returns only if the command could not be run: the exit status. */
int run_command_main(int argc, char **argv);

#endif
