/* Coverable units: a function's statements in, units and the edits that count them out. */
#ifndef COVER_INSTR_INSTRUMENT_UNIT_H
#define COVER_INSTR_INSTRUMENT_UNIT_H

#include "instr/instrument/operand.h"

/* A run of straight-line statements, up to and including the condition of the control statement that ends it
 * (Go's cmd/cover: "basic block"). */
struct unit {
    struct position start, end; /* end: behind the last byte */
    uint32_t statements;        /* 0 of an empty block, and of an intraline unit, which lies within another */
    bool may_repeat;            /* in a loop, or behind a label */
};

enum edit_kind {
    EDIT_CLOSE,         /* } */
    EDIT_OPEN,          /* { */
    EDIT_PROBE,         /* a counting statement */
    EDIT_COMMA,         /* a counting expression and a comma */
    EDIT_OPERAND,       /* ( a counting expression and a comma */
    EDIT_OPERAND_END,   /* ) */
    EDIT_CONDITION,     /* (((, before a condition */
    EDIT_CONDITION_MET, /* )&&(a counting expression, 1)) */
    EDIT_CONDITION_NOT, /* ||(a counting expression, 0)) */
    EDIT_ENTRY,         /* a declaration that begins the function's body */
    EDIT_MACRO_PROBE,   /* lines that define the probe behind a brace that a macro is about to make */
    EDIT_MACRO_END,     /* … and what is defined elsewhere: nothing */
    EDIT_MACRO_BRACE,   /* the name of that probe: the translation's, not a function's */
    EDIT_LINE,          /* a #line directive, as well */
};

/* Does the edit count its unit? Others stand and fall with theirs. */
static inline bool edit_counts(enum edit_kind kind)
{
    return kind == EDIT_PROBE || kind == EDIT_COMMA || kind == EDIT_OPERAND || kind == EDIT_CONDITION_MET ||
           kind == EDIT_CONDITION_NOT || kind == EDIT_MACRO_PROBE;
}

static inline bool edit_has_unit(enum edit_kind kind)
{
    return kind != EDIT_CLOSE && kind != EDIT_OPEN && kind != EDIT_ENTRY && kind != EDIT_MACRO_BRACE &&
           kind != EDIT_LINE;
}

/* To be inserted in the flattened text before the byte at `offset`. */
struct edit {
    uint32_t offset;
    enum edit_kind kind;
    uint32_t unit; /* edit_has_unit: index into units */
};

struct unit_list {
    struct unit *units;
    size_t count, cap;
    struct edit *edits; /* in the order in which they were queued */
    size_t edit_count, edit_cap;
    size_t dropped;          /* runs of statements that no probe could be put before */
    bool nests;              /* there is a nested function */
    bool mixes_declarations; /* the user's text has a declaration behind a statement */
    bool lacks_braces; /* … text of which -Wmisleading-indentation or -Wdangling-else may speak until it gets braces */
    bool has_operands; /* intraline units: compilers speak of a truth value's operands, not of one behind a comma */
    bool spreads;      /* other threads may run parts of it */
    bool has_entry;    /* there is a place for a declaration that begins it, where the caller said so: it wants one */
    bool intraline;    /* operands that may not be run are units, too */
    struct operand_list operands; /* of the expression under way */
};

/* Appends the units of one function; nested functions' are cut into the same list. */
void unit_cut(struct unit_list *list, const struct source *source, const struct token *tokens, const struct stmt *body);
/* One unit for the whole function (perfunc granularity). */
void unit_cut_function(struct unit_list *list, const struct source *source, const struct token *tokens,
                       const struct stmt *body);
/* One unit for a function whose body's braces, `open` and `last`, a macro made: from its invocation on. Of several by
 * one invocation each, by its number from 0 on, begins a byte further: readers tell units by their extents. */
void unit_cut_macro_function(struct unit_list *list, const struct source *source, const struct token *open,
                             const struct token *last, uint32_t number);
void unit_list_clear(struct unit_list *list);
void unit_list_free(struct unit_list *list);

#endif
