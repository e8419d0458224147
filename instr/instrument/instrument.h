/* The instrumenter: flattened text in, instrumented text out. It starts no process, opens no file and prints nothing
 * but errors: the caller hands in the text, and functions that answer questions about packages, files and the compiler.
 */
#ifndef COVER_INSTR_INSTRUMENT_INSTRUMENT_H
#define COVER_INSTR_INSTRUMENT_INSTRUMENT_H

#include "base/str.h"
#include "format/meta.h"
#include "instr/c/line_map.h"
#include "instr/c/trigraphs.h"
#include "instr/instrument/coverage.h"
#include "instr/instrument/unit_choices.h"

/* A function that gets no probes because a compile with them failed. */
struct rejected_function {
    uint32_t body; /* offset of its opening brace in the text */
    const char *reason;
};

/* Finds the package of a file. `name` is as in the text; strings in `package` must live as long as `arena`. False: the
 * file's code is not to be instrumented. */
typedef bool package_finder(const void *context, const char *name, struct arena *arena, struct file_package *package);

struct instrument_input {
    const char *text; /* flattened; text[len] is NUL */
    size_t len;
    const char *predefined; /* #define lines in force before the text, or NULL */
    size_t predefined_len;
    const struct trigraphs *trigraphs; /* that were replaced in the text, or NULL */
    const char *main_file;             /* as on the command line */
    const char *base_file;             /* what __BASE_FILE__ is to be defined as; NULL: as the compiler has it */
    const void *context;               /* handed to the two functions below */
    package_finder *find_package;
    probe_target_finder *find_target; /* NULL: portable C, not optimised */
    line_map_reader *read_file;       /* reads a file for its #line directives (line_map.h), or NULL */
    enum counter_mode mode;
    enum counter_granularity granularity;
    bool rewritten;   /* the text is from Clang's -frewrite-includes */
    bool raw_strings; /* the dialect has them (ident.h) */
    struct unit_choices choices;
    const struct rejected_function *rejected;
    size_t rejected_count;
    const char *dump; /* NULL, or the stage to print to result.dump (dump.h) */
};

/* Code without probes. */
struct skipped_code {
    const char *file; /* as in the text */
    uint32_t line;
    const char *function;
    const char *reason;
    bool is_failure; /* we cannot instrument it; else its author or its text excludes it */
    bool has_probes; /* only parts of it were skipped */
};

struct probed_function {
    uint32_t body;                  /* offset of its opening brace in the text */
    const char *file;               /* as in the text */
    uint32_t first_line, last_line; /* of the body, presumed */
};

struct instrument_result {
    struct str text; /* empty if there was nothing to instrument */
    struct str dump;
    struct probed_function *probed;
    size_t functions, probed_cap; /* functions: the number of `probed` */
    size_t units;
    struct skipped_code *skipped;
    size_t skipped_count, skipped_cap;
    /* as in unit_list: the plain text may draw warnings that this text does not */
    bool mixes_declarations, lacks_braces, draws_errors, has_operands;
    struct arena arena; /* owns the strings of `skipped` and `probed` */
};
#define INSTRUMENT_RESULT_INIT                                                                                         \
    {                                                                                                                  \
        .text = STR_INIT, .dump = STR_INIT                                                                             \
    }

/* 0, or -1 after having reported. */
int instrument(const struct instrument_input *input, struct instrument_result *result)
    __attribute__((warn_unused_result));
void instrument_result_free(struct instrument_result *result);

#endif
