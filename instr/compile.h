/* One C input through all steps: flatten, instrument, compile; and what to do when a step fails. */
#ifndef COVER_INSTR_COMPILE_H
#define COVER_INSTR_COMPILE_H

#include "format/meta.h"
#include "instr/command.h"
#include "instr/package.h"

struct settings {
    struct packages packages;
    enum counter_mode mode;
    enum counter_granularity granularity;
    const char *runtime; /* archive to link, or NULL */
    const char *skipped; /* log of what was left alone, or NULL */
    const char *dump;    /* a stage to print instead of compiling, or NULL */
    const char *directory; /* the working directory */
    bool strict;         /* what can't be instrumented is an error */
    bool keep;           /* the instrumented text stays beside the object */
};

/* Is the input one whose code may be instrumented? */
bool compile_is_selected(struct settings *settings, struct command *command, const struct command_arg *input, const char *output);
/* Notes that the input is not instrumented. In strict mode that is an error: exits. */
void compile_note(const struct settings *settings, const struct command_arg *input, const char *reason);
/* Lists the command's C++ inputs in the log, where there is one: they are compiled as they are. */
void compile_note_cxx(struct settings *settings, struct command *command);
/* Compiles the input to `output` (a path). Returns the exit status for the build: that of the plain compile wherever the two differ. */
int compile_input(struct settings *settings, struct command *command, const struct command_arg *input, const char *output);

#endif
