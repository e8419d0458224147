/* Statements (C11 6.8 and GNU's extensions): the tokens of a function's body in, a tree of statements out. */
#ifndef COVER_INSTR_C_STATEMENT_H
#define COVER_INSTR_C_STATEMENT_H

#include "instr/c/declaration.h"

enum stmt_kind {
    STMT_NULL, /* nothing runs: `;`, a declaration without an initialiser, an attribute, a pragma without a statement */
    STMT_DECL, /* a declaration with an initialiser that runs */
    STMT_EXPR,
    STMT_ASM,
    STMT_COMPOUND,
    STMT_IF,
    STMT_SWITCH,
    STMT_WHILE,
    STMT_DO,
    STMT_FOR,
    STMT_RETURN,
    STMT_GOTO,
    STMT_BREAK,
    STMT_CONTINUE,
    STMT_LABEL,    /* a label, case or default; the labelled statement is the next one */
    STMT_FUNCTION, /* a nested function (GNU) */
    STMT_DEFER,    /* TS 25755 */
};

#define NO_TOKEN UINT32_MAX

/* Token positions are indices into the function's tokens, ends inclusive. */
struct stmt {
    enum stmt_kind kind;
    /* its expressions call a function known not to return, or to return twice; with `ends_at_calls`, any function */
    bool leaves;
    bool is_value;  /* the last of a statement expression: its value */
    bool bound;     /* a pragma applies to it: its head must keep its form */
    bool spreads;   /* of a function's body: a pragma may let other threads run parts of it (OpenMP) */
    bool hides;     /* of a function's body: a pragma may forbid to name a variable (OpenMP default(none)) */
    bool offloads;  /* the same: a device may run parts of it (OpenMP target) */
    bool rigid;     /* a pragma requires this form: no probe may be inside (OpenMP atomic, sections) */
    unsigned tight; /* a pragma joins this many nested loops: no probe may be between them (OpenMP collapse) */
    uint32_t first, last;
    uint32_t head_last;  /* IF, SWITCH, WHILE, FOR: the parenthesis that closes the head; DO: the keyword */
    uint32_t tail_first; /* DO: the keyword `while` */
    uint32_t open;      /* IF, SWITCH, WHILE, FOR, DO: the parenthesis that opens the condition; COMPOUND: its brace, or
                           NO_TOKEN for a label with what it labels */
    uint32_t operand;   /* FOR: the token where the first clause begins that is an expression, or NO_TOKEN */
    struct ident *name; /* FUNCTION; LABEL: NULL for case and default */
    struct stmt *body;  /* COMPOUND: the first statement in it; others: the statement controlled */
    struct stmt *other; /* IF: the else branch */
    struct stmt *inner; /* compound statements of the statement expressions in it, linked by `next` */
    struct stmt *next;
};

struct statement_error {
    const char *message; /* NULL: none */
    uint32_t token;
};

/* Parses the body of a function definition. `ends_at_calls`: every call ends a unit. NULL on error: the parser does
 * not guess. The tree is in the arena. */
struct stmt *statement_parse_body(struct arena *arena, const struct declaration *function, bool ends_at_calls,
                                  struct statement_error *error);
/* Is the body free of calls, assembly and pragmas? Then no other code runs between its begin and its end, and a local
 * variable can be declared at its begin. What looks like a call counts as one, except for __builtin_ functions. */
bool statement_body_is_alone(const struct declaration *function);
const char *statement_name(enum stmt_kind kind);

#endif
