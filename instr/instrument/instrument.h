/* The instrumenter proper: flattened text in, instrumented text out. No processes, no files. */
#ifndef COVER_INSTR_INSTRUMENT_INSTRUMENT_H
#define COVER_INSTR_INSTRUMENT_INSTRUMENT_H

#include "base/str.h"
#include "format/meta.h"
#include "instr/project/package.h"
#include "instr/c/line_map.h"
#include "instr/c/trigraphs.h"

/* A function that is to be left alone because a compile with its probes failed. */
struct refused_function {
    uint32_t body; /* offset of its opening brace in the text */
    const char *reason;
};

struct instrument_input {
    const char *text; /* flattened, NUL behind text[len] */
    size_t len;
    const char *predefined; /* #define lines in force before the text, or NULL */
    size_t predefined_len;
    const struct trigraphs *trigraphs; /* that the text has no more, or NULL */
    const char *main_file;             /* as on the command line */
    const char *directory;             /* absolute; file names in the text are relative to it */
    const char *output;                /* the object's absolute path, or NULL */
    struct packages *packages;
    enum counter_mode mode;
    enum counter_granularity granularity;
    bool threads_checked, plain_c, plain_frame, intel_syntax;
    bool rewritten;   /* the text is Clang's -frewrite-includes' */
    line_map_reader *read_file; /* reads a source file for its #line directives (line_map.h); NULL: none can be read */
    bool raw_strings; /* the dialect has them (lex.h) */
    struct unit_choices choices;
    const struct refused_function *refused;
    size_t refused_count;
    const char *dump; /* NULL; or a stage to print on stdout: tokens, expanded, stmts, units, edits */
};

/* Code that was left as it is. */
struct left_alone {
    const char *file; /* as in the text */
    uint32_t line;
    const char *function; /* NULL: the whole file */
    const char *reason;
    bool is_failure; /* we could not; else the text or its author wants it so */
    bool has_probes; /* only parts of it were left alone */
};

/* Where a function that has probes stands. */
struct probed_function {
    uint32_t body;                  /* offset of its opening brace in the text */
    const char *file;               /* as in the text */
    uint32_t first_line, last_line; /* of the body */
};

struct instrument_result {
    struct str text; /* empty if there was nothing to instrument */
    struct probed_function *probed;
    size_t functions, probed_cap; /* functions: how many have probes */
    size_t units;
    struct left_alone *left;
    size_t left_count, left_cap;
    bool mixes_declarations, lacks_braces,
        has_operands;   /* as in unit_list: the plain text may draw warnings that this text doesn't */
    struct arena arena; /* owns the strings of `left` and `probed` */
};
#define INSTRUMENT_RESULT_INIT                                                                                         \
    {                                                                                                                  \
        .text = STR_INIT                                                                                               \
    }

/* 0, or -1 after having reported. */
int instrument(const struct instrument_input *input, struct instrument_result *result)
    __attribute__((warn_unused_result));
void instrument_result_free(struct instrument_result *result);

#endif
