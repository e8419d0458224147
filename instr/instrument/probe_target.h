/* What decides how probes and the front of the text are spelled. The driver fills it from what it knows of the compiler
 * and its options; the instrumenter itself knows no compiler. */
#ifndef COVER_INSTR_INSTRUMENT_PROBE_TARGET_H
#define COVER_INSTR_INSTRUMENT_PROBE_TARGET_H

#include <stdbool.h>

#include "format/meta.h"
#include "instr/c/ident.h"

/* How a probe may be written in assembly for x86. */
enum probe_assembly {
    PROBE_IN_C,       /* not at all */
    PROBE_BY_NAME,    /* x86-64, AT&T syntax: the instruction names the counter; no operand */
    PROBE_BY_OPERAND, /* the counter is an operand, read and written */
    PROBE_BY_ADDRESS, /* mode atomic: the counter's address is an operand; the compiler is not told of the write */
};

enum metadata_form {
    METADATA_IN_ASSEMBLY, /* .ascii */
    METADATA_AS_STRING,   /* a C string */
    METADATA_AS_NUMBERS,  /* a C initialiser of numbers */
};

struct probe_target {
    enum probe_assembly assembly;
    enum metadata_form metadata;
    bool inlines_little; /* -Os, -Og */
    bool optimised;
    bool threads_checked;      /* ThreadSanitizer: every access to a counter is atomic */
    bool threadless;           /* no operating system: no thread-local variables, no pages to map */
    bool c_only;               /* link-time optimisation: assembly and C cannot name each other's symbols */
    bool frame_in_c;           /* LLVM's thin LTO does not see that comdat groups in assembly are the same */
    bool counters_in_assembly; /* the counter array is assembly, else C */
};

/* Fills `target`, once the whole text has been read: the compiler's own macros are among `idents`. */
typedef void probe_target_finder(struct idents *idents, enum counter_mode mode, const void *context,
                                 struct probe_target *target);

#endif
