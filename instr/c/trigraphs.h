/* Other spellings of C's characters: trigraphs (C11 5.2.1.1), and digraphs where a directive begins. */
#ifndef COVER_INSTR_C_TRIGRAPHS_H
#define COVER_INSTR_C_TRIGRAPHS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Where one character stands for three: offsets in the text, ascending. Zero-initialise it; free offsets. */
struct trigraphs {
    uint32_t *offsets;
    size_t count, cap;
};

/* Puts what they mean in the place of the text's trigraphs. `marked`: the text was made of trigraphs_hide's. */
void trigraphs_replace(struct str *text, bool marked, struct trigraphs *trigraphs);
/* Are there trigraphs in raw strings, where they are none? */
bool trigraphs_in_raw_strings(const struct str *text);
/* A copy of a file for GCC's -fdirectives-only, which knows no trigraphs and no digraphs, and loses lines of pragmas;
 * outside of directives a mark says where a trigraph was. Lines and columns stay. False: there was nothing to do, `out` is empty. */
bool trigraphs_hide(const struct str *text, bool has_trigraphs, struct str *out);
/* Makes directives again of what was hidden from GCC in the copy. */
void trigraphs_restore(struct str *text);

#endif
