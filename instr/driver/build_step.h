/* One instrumented compile of a preprocessed text, perhaps without probes in some functions. */
#ifndef COVER_INSTR_DRIVER_BUILD_STEP_H
#define COVER_INSTR_DRIVER_BUILD_STEP_H

#include "instr/toolchain/command.h"
#include "instr/preprocess/flatten.h"
#include "instr/instrument/instrument.h"
#include "instr/driver/settings.h"

struct build_step {
    struct settings *settings;
    struct command *command;
    const struct command_arg *input;
    const char *output; /* the object that the build wants; it decides the package */
    const struct flat_text *flat;
    const struct rejected_function *rejected;
    size_t rejected_count;
};

/* Makes the instrumented text. 0, or -1 after having reported. */
int build_step_instrument(const struct build_step *step, struct instrument_result *result)
    __attribute__((warn_unused_result));
/* Writes the text to `file`, and reports nothing: if the disk is at fault, the plain compile will fail, too. */
bool build_step_store(const struct build_step *step, const struct instrument_result *result, const char *file);
/* Compiles `file` to `object`; the compiler's messages are added to `messages`. Returns its status. */
int build_step_compile(const struct build_step *step, const char *file, const char *object, struct str *messages);
/* The first error in a compiler's or assembler's messages, from that word to the end of its line; else the first line.
 * The arena's. */
const char *build_step_error(struct arena *arena, const struct str *messages);

#endif
