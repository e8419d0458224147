/* Statements (C11 6.8 and GNU's): a function body's tokens in, a tree of statements out. */
#ifndef COVER_INSTR_C_STATEMENT_H
#define COVER_INSTR_C_STATEMENT_H

#include "instr/c/declaration.h"

enum stmt_kind {
    STMT_NULL, /* nothing to run: `;`, a declaration without initialiser, an attribute, a pragma that binds to nothing
                */
    STMT_DECL, /* a declaration that runs an initialiser */
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
    STMT_LABEL,    /* a label, case or default; what it labels is the next statement */
    STMT_FUNCTION, /* a nested function (GNU) */
};

#define NO_TOKEN UINT32_MAX

/* Token positions are indices into the function's tokens, ends inclusive. */
struct stmt {
    enum stmt_kind kind;
    bool leaves;  /* its expressions call a function known not to return, or to return twice; any function, if calls end
                     units */
    bool bound;   /* a pragma is about it: its head must keep its form */
    bool spreads; /* a function's body: pragmas may have other threads run parts of it (OpenMP) */
    bool rigid;   /* a pragma demands this very form: no probe may stand inside (OpenMP atomic, sections) */
    unsigned tight; /* a pragma joins this many loops below this one: no probe between them (OpenMP collapse) */
    uint32_t first, last;
    uint32_t head_last;  /* IF, SWITCH, WHILE, FOR: the parenthesis that closes the head; DO: the keyword */
    uint32_t tail_first; /* DO: the keyword `while` */
    uint32_t open;      /* IF, SWITCH, WHILE, FOR, DO: the parenthesis that opens the condition; COMPOUND: its brace, or
                           NO_TOKEN for a label with what it labels */
    struct ident *name; /* FUNCTION */
    struct stmt *body;  /* COMPOUND: the first statement in it; others: the statement controlled */
    struct stmt *other; /* IF: the else branch */
    struct stmt *inner; /* compound statements of statement expressions within this one's expressions, linked by next */
    struct stmt *next;
};

struct statement_error {
    const char *message; /* NULL: none */
    uint32_t token;
};

/* Parses the body of a function definition; `ends_at_calls`: every call ends a unit. NULL on error: what it can't
 * understand it doesn't guess. The tree is the arena's. */
struct stmt *statement_parse_body(struct arena *arena, const struct declaration *function, bool ends_at_calls,
                                  struct statement_error *error);
/* Does its body call nothing, hold no assembly and no pragma? Then no other code runs between its begin and its end,
 * and a local variable may be declared first in it. What looks like a call is one, but for the compiler's own
 * functions.
 */
bool statement_body_is_alone(const struct declaration *function);
const char *statement_name(enum stmt_kind kind);

#endif
