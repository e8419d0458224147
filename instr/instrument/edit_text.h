/* The text with its edits: probes, braces, and the front that declares what probes name. */
#ifndef COVER_INSTR_INSTRUMENT_EDIT_TEXT_H
#define COVER_INSTR_INSTRUMENT_EDIT_TEXT_H

#include "base/str.h"
#include "instr/c/line_map.h"
#include "instr/instrument/macro_functions.h"
#include "instr/instrument/probe.h"

/* An edit of the whole text. */
struct text_edit {
    struct edit edit;
    uint32_t function;  /* edit_has_unit: index of the covered function */
    struct probe probe; /* edit_counts */
    size_t sequence;    /* order in which edits were added */
};

struct edit_list {
    struct text_edit *items;
    size_t count, cap;
};

/* All that a text is made of. Only `edits` is changed: it is completed and sorted. */
struct edit_text {
    const struct source *source;
    const struct line_map *line_map;
    const struct coverage *coverage;
    const struct macro_functions *macro_functions;
    struct edit_list *edits;
    const char *base_file; /* what __BASE_FILE__ is to be defined as; NULL: as the compiler has it */
    struct idents *idents;
};

void edit_list_add(struct edit_list *edits, struct text_edit edit);
/* Appends the edited text to `out`. 0, or -1 after having reported. */
int edit_text_write(const struct edit_text *text, struct str *out) __attribute__((warn_unused_result));

#endif
