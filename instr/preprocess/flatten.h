/* Flattening: the compiler resolves includes and conditionals and leaves macros and text as they are. */
#ifndef COVER_INSTR_PREPROCESS_FLATTEN_H
#define COVER_INSTR_PREPROCESS_FLATTEN_H

#include "instr/preprocess/builtin.h"
#include "instr/c/trigraphs.h"

struct flat_text {
    struct str text;
    struct str predefined;      /* Clang: #define lines in force before the text */
    struct trigraphs trigraphs; /* that the text has no more */
    bool marked;                /* it was made of a copy that marks them */
    bool raw_trigraphs;         /* some are in raw strings */
};
#define FLAT_TEXT_INIT                                                                                                 \
    {                                                                                                                  \
        .text = STR_INIT, .predefined = STR_INIT                                                                       \
    }

/* Flattens the input of a compile to `output`; dependency files are written on the way. What the compiler says is added
 * to `said`. NULL, or why the text can't be had. */
const char *flatten(struct direct *direct, struct command *command, const struct command_arg *input, const char *output,
                    struct flat_text *flat, struct str *said);
void flat_text_free(struct flat_text *flat);

#endif
