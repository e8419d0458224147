/* What an instrumented translation unit carries in front: the counter array, the meta-data symbols and the records that
 * tie them together (format/image.h); and the text of a probe. */
#ifndef COVER_INSTR_INSTRUMENT_PROBE_H
#define COVER_INSTR_INSTRUMENT_PROBE_H

#include "base/str.h"
#include "format/meta.h"
#include "instr/project/package.h"
#include "instr/instrument/unit.h"

/* A function in the meta-data. One whose statements stand in several files (#include in a body) is one for each file.
 */
struct covered_function {
    const char *name;
    uint32_t package, file; /* indices, file within the package's files */
    struct unit *units;
    uint32_t unit_count;
    uint32_t slot; /* its run's first element of the counter array; set by emit_layout */
    uint32_t made; /* the number of the brace (expand.h) that a macro makes it with; 0: it stands in the text */
    bool unsure;   /* its first probe in the text may not be the first that a thread runs */
    bool keeps; /* emit_entry is called where it begins, and the thread's counters stay where they are until it ends */
    bool by_alias; /* inline with external linkage: may not name a static array (C11 6.7.4) */
};

struct covered_package {
    const struct package *package;
    const char **files; /* recorded names */
    size_t file_count, file_cap;
    uint32_t first, length; /* its runs' elements of the counter array; set by emit_layout */
};

struct emission {
    enum counter_mode mode;
    enum counter_granularity granularity;
    bool threads_checked; /* under ThreadSanitizer every access is an atomic one */
    bool plain_c;         /* link-time optimisation: no assembly that names a C symbol */
    bool one_instruction; /* x86 where assembly can stand: what adds in memory is one instruction, which no signal
                             handler can interrupt */
    bool named;           /* x86-64: assembly may name a counter, relative to the instruction */
    bool optimised;
    bool clang;
    bool threadless;  /* no operating system: no thread-local variables, no pages to map */
    bool plain_frame; /* no groups in assembly either: LLVM's thin one does not see that they are the same */
    struct covered_package *packages;
    size_t package_count, package_cap;
    struct covered_function *functions;
    size_t function_count, function_cap;
    uint32_t length; /* of the counter array, in elements */
};

/* Gives every function its place in the counter array. */
void emit_layout(struct emission *emission);
/* The declarations, on lines of their own. 0, or -1 (reported) when a package can't be encoded. */
int emit_front(const struct emission *emission, struct str *out) __attribute__((warn_unused_result));

/* What a function that `keeps` begins with, if anything: a declaration. */
void emit_entry(const struct emission *emission, struct str *out);

struct probe {
    uint32_t unit;     /* of the function */
    bool is_first;     /* no other probe of the function stands before it */
    bool is_statement; /* it stands as a statement of its own, not as an operand */
    bool may_repeat;   /* its unit's */
};

/* Counts one execution of the function's unit: a statement without its `;`, or an expression. */
void emit_probe(const struct emission *emission, const struct covered_function *function, const struct probe *probe,
                struct str *out);

#endif
