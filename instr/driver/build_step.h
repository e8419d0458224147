/* One instrumented compile of a flattened text: some functions left alone perhaps, everything else with probes. */
#ifndef COVER_INSTR_DRIVER_BUILD_STEP_H
#define COVER_INSTR_DRIVER_BUILD_STEP_H

#include "instr/toolchain/command.h"
#include "instr/preprocess/flatten.h"
#include "instr/instrument/instrument.h"
#include "instr/driver/settings.h"

struct attempt {
    struct settings *settings;
    struct command *command;
    const struct command_arg *input;
    const char *output; /* where the build wants the object; packages are told by it */
    const struct flat_text *flat;
    const struct rejected_function *rejected;
    size_t rejected_count;
};

/* Makes the instrumented text. 0, or -1 after having reported. */
int attempt_instrument(const struct attempt *attempt, struct instrument_result *result)
    __attribute__((warn_unused_result));
/* Writes the text to `file` and says nothing: whether the disk is at fault, the plain compile will tell. */
bool attempt_store(const struct instrument_result *result, const char *file);
/* Compiles `file` to `object`; what the compiler says is added to `said`. Returns its status. */
int attempt_compile(const struct attempt *attempt, const char *file, const char *object, struct str *said);
/* The first thing that a compiler or assembler called an error, from that word to the line's end; else its first line.
 * The arena's. */
const char *attempt_error(struct arena *arena, const struct str *said);

#endif
