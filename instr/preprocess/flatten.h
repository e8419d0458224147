/* Preprocessed ("flat") text: includes and conditionals are resolved, macros and text are as the user wrote them. */
#ifndef COVER_INSTR_PREPROCESS_FLATTEN_H
#define COVER_INSTR_PREPROCESS_FLATTEN_H

#include "instr/c/trigraphs.h"
#include "instr/preprocess/builtin.h"

struct flat_text {
    struct str text;
    struct str predefined;      /* Clang: the #define lines in force before the text */
    struct trigraphs trigraphs; /* those that were replaced in the text */
    bool marked;                /* the text was made from a copy that marks them */
    bool raw_trigraphs;         /* some are in raw strings */
    bool loses_warnings;        /* the plain text may draw warnings when it is preprocessed */
    const char *slow_reason;    /* why the built-in preprocessing is off for these options, or NULL */
};
#define FLAT_TEXT_INIT                                                                                                 \
    {                                                                                                                  \
        .text = STR_INIT, .predefined = STR_INIT                                                                       \
    }

/* Preprocesses the input of a compile to `output`, and writes its dependency file. What the compiler prints is added to
 * `messages`. NULL, or why there is no text. */
const char *flatten(const struct builtin *builtin, struct command *command, const struct command_arg *input,
                    const char *output, struct flat_text *flat, struct str *messages);
void flat_text_free(struct flat_text *flat);

#endif
