/* The text of a probe: what counts one execution of a unit. */
#ifndef COVER_INSTR_INSTRUMENT_PROBE_H
#define COVER_INSTR_INSTRUMENT_PROBE_H

#include "base/str.h"
#include "instr/instrument/coverage.h"

struct probe {
    uint32_t unit;     /* index in the function */
    bool is_first;     /* the function's first probe in the text */
    bool is_statement; /* a statement of its own, else an operand */
    bool may_repeat;   /* the unit's */
};

/* Writes a statement without its `;`, or an expression. */
void probe_write(const struct coverage *coverage, const struct covered_function *function, const struct probe *probe,
                 struct str *out);

/* Is, or was, a word of probes a macro of the program? */
bool probe_word_is_macro(struct idents *idents);
/* Mode atomic keeps each thread's counters at a distance, the counter bias, from the array. Writes the declaration that
 * holds the bias for a function with `holds_bias`; nothing where the target needs none. */
void probe_entry_write(const struct coverage *coverage, struct str *out);

#endif
