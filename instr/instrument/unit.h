/* Units: a function's statements in; units, and the edits that count them, out. */
#ifndef COVER_INSTR_INSTRUMENT_UNIT_H
#define COVER_INSTR_INSTRUMENT_UNIT_H

#include "instr/instrument/code_lines.h"
#include "instr/instrument/operand.h"

/* A run of straight-line statements, up to and including the condition of the control statement that ends it (a "basic
 * block" in Go's cmd/cover). */
struct unit {
    struct position start, end; /* end: behind the last byte */
    uint32_t statements;        /* 0: an empty block, or a branch unit, which lies within another unit */
    bool may_repeat;            /* in a loop, or behind a label */
    struct line_list lines;     /* of its code, in unit_list.lines */
};

enum edit_kind {
    EDIT_CLOSE,         /* } */
    EDIT_OPEN,          /* { */
    EDIT_PROBE,         /* the probe as a statement */
    EDIT_COMMA,         /* the probe as an expression, and a comma */
    EDIT_OPERAND,       /* ( the probe as an expression, and a comma */
    EDIT_OPERAND_END,   /* ) */
    EDIT_CONDITION,     /* (((, before a condition */
    EDIT_CONDITION_MET, /* )&&(the probe, 1)) */
    EDIT_CONDITION_NOT, /* ||(the probe, 0)) */
    EDIT_ENTRY,         /* mode atomic: the declaration that holds the counter bias */
    EDIT_MACRO_PROBE,   /* lines that define the probe behind a macro's brace, before the invocation */
    EDIT_MACRO_END,     /* lines that define it as nothing again */
    EDIT_MACRO_BRACE,   /* the name of that probe, in the macro's text; of no function */
    EDIT_LINE,          /* a #line directive; of no function */
};

/* Does the edit contain a probe? Other edits are written only together with those of their unit. */
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

/* To be inserted before the byte at `offset`. */
struct edit {
    uint32_t offset;
    enum edit_kind kind;
    uint32_t unit; /* edit_has_unit: index into units */
};

struct unit_list {
    struct unit *units;
    size_t count, cap;
    struct edit *edits; /* in the order in which they were added */
    size_t edit_count, edit_cap;
    struct line_pool lines;
    size_t dropped;               /* runs of statements without a place for a probe */
    bool nests;                   /* it contains a nested function */
    bool mixes_declarations;      /* a declaration follows a statement */
    bool lacks_braces;            /* compilers may warn about a statement, but not once it has braces */
    bool draws_errors;            /* the same, without any -W option, or as an error */
    bool has_operands;            /* it has branch units: compilers warn about an operand, but not behind a comma */
    bool spreads;                 /* other threads may run parts of it (OpenMP) */
    bool hides;                   /* it may not name every variable (OpenMP default(none)) */
    bool offloads;                /* a device may run parts of it (OpenMP target, OpenACC) */
    bool has_entry;               /* the caller sets it to ask for EDIT_ENTRY; unset if there is no place for it */
    bool intraline;               /* the caller wants branch units */
    struct operand_list operands; /* of the current expression */
};

/* Appends the units of one function, and of functions nested in it. */
void unit_cut(struct unit_list *list, const struct source *source, const struct token *tokens, const struct stmt *body);
/* Appends one unit for the whole function (perfunc granularity). */
void unit_cut_function(struct unit_list *list, const struct source *source, const struct token *tokens,
                       const struct stmt *body);
/* Appends one unit for a function that a macro makes, with the braces `open` and `last`. It extends over the
 * invocation. If an invocation makes several functions, number n begins n bytes later, because readers identify units
 * by their extents. */
void unit_cut_macro_function(struct unit_list *list, const struct source *source, const struct token *open,
                             const struct token *last, uint32_t number);
void unit_list_clear(struct unit_list *list);
void unit_list_free(struct unit_list *list);

#endif
