/* Trigraphs (C11 5.2.1.1), and digraphs at the beginning of directives. */
#ifndef COVER_INSTR_C_TRIGRAPHS_H
#define COVER_INSTR_C_TRIGRAPHS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Offsets, ascending, of characters that replace a trigraph. Zero-initialise it; free `offsets`. */
struct trigraphs {
    uint32_t *offsets;
    size_t count, cap;
};

/* Replaces the text's trigraphs. `marked`: the text comes from a copy that trigraphs_hide made. */
void trigraphs_replace(struct str *text, bool marked, struct trigraphs *trigraphs);
/* Are there trigraphs in raw strings, where they must not be replaced? */
bool trigraphs_in_raw_strings(const struct str *text);
/* Makes a copy of a file for GCC's -fdirectives-only, which knows neither trigraphs nor digraphs and drops the lines
 * of some pragmas. Trigraphs outside of directives become marks; lines and columns stay. False: no copy is needed,
 * `out` is empty. */
bool trigraphs_hide(const struct str *text, bool has_trigraphs, struct str *out);
/* Restores the pragmas that the copy hides from GCC. */
void trigraphs_restore(struct str *text);

#endif
