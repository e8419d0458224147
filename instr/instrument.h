/* The instrumenter proper: flattened text in, instrumented text out. No processes, no files. */
#ifndef COVER_INSTR_INSTRUMENT_H
#define COVER_INSTR_INSTRUMENT_H

#include "base/str.h"
#include "format/meta.h"
#include "instr/package.h"

struct instrument_input {
    const char *text; /* flattened, NUL behind text[len] */
    size_t len;
    const char *predefined; /* #define lines in force before the text, or NULL */
    size_t predefined_len;
    const char *main_file;  /* as on the command line */
    const char *directory;  /* absolute; file names in the text are relative to it */
    const char *output;     /* the object's absolute path, or NULL */
    struct packages *packages;
    enum counter_mode mode;
    enum counter_granularity granularity;
    bool threads_checked, plain_c;
    const char *dump; /* NULL; or a stage to print on stdout: tokens, expanded, stmts, units, edits */
};

/* Code that was left as it is. */
struct left_alone {
    const char *file; /* as in the text */
    uint32_t line;
    const char *function; /* NULL: the whole file */
    const char *reason;
    bool is_failure;      /* we could not; else the text or its author wants it so */
};

struct instrument_result {
    struct str text;      /* empty if there was nothing to instrument */
    size_t functions, units;
    struct left_alone *left;
    size_t left_count, left_cap;
    bool mixes_declarations, lacks_braces; /* as in unit_list: the plain text may draw warnings that this text doesn't */
    struct arena arena;   /* owns the strings of `left` */
};

/* 0, or -1 after having reported. */
int instrument(const struct instrument_input *input, struct instrument_result *result) __attribute__((warn_unused_result));
void instrument_result_free(struct instrument_result *result);

#endif
