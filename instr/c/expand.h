/* Macro expansion of flattened text: raw tokens in, expanded tokens out, each with the text range it came from. */
#ifndef COVER_INSTR_C_EXPAND_H
#define COVER_INSTR_C_EXPAND_H

#include "instr/c/lex.h"
#include "instr/c/line_map.h"

struct expand_context;
struct expand_condition;
struct saved_macro;

/* The outermost invocation of a macro: from its name to its last argument's parenthesis. */
struct invocation {
    uint32_t begin, end;
};

/* A `{` in the text of a macro's definition, or of an argument. Each `{` that comes of it points here. */
struct brace {
    uint32_t end;    /* the offset behind it */
    bool fixed;      /* nothing may be put behind it: there it would be pasted, or be seen in a string */
    uint32_t number; /* of the probe behind it, from 1 on; 0: none */
};

/* A brace was among the tokens that an invocation made. */
struct brace_use {
    const struct brace *brace;
    uint32_t invocation; /* the offset where it begins */
};

struct expander {
    struct source *source;
    struct line_map line_map;
    struct idents *idents;
    struct lexer lexer;
    struct arena arena;  /* argument and replacement lists; freed whenever no macro is being expanded */
    struct arena macros; /* definitions, also those that hold no more */
    struct expand_context *contexts;
    size_t context_count, context_cap;
    struct invocation *invocations; /* [0] is unused */
    size_t invocation_count, invocation_cap;
    struct brace_use *uses; /* ascending by invocation; never forgotten */
    size_t use_count, use_cap;
    struct expand_condition *conditions; /* of #if, #ifdef … that the flattener left */
    size_t condition_count, condition_cap;
    struct saved_macro *saved; /* by #pragma push_macro */
    struct token pushed_back;
    bool has_pushed_back;
    size_t produced; /* tokens made or copied by the invocation under way */
    unsigned depth;  /* of arguments within arguments */
    bool overflow;   /* an expansion was too large and was cut short */
    bool overflowed; /* … and not just since the last expand_forget */
    bool unresolved; /* a conditional or an include could not be: nothing behind it can be trusted */
};

/* `rewritten`: the text is Clang's (line_map.h). */
void expand_open(struct expander *expander, struct source *source, bool rewritten, struct idents *idents);
void expand_close(struct expander *expander);
/* Takes the definitions that `text` makes (the output of -dM) before the source is read. The text must outlive the
 * expander. */
void expand_predefine(struct expander *expander, const char *text, size_t len);
/* The next token after expansion. Pragmas come as TOKEN_PRAGMA; other directives are obeyed or passed over. */
struct token expand_next(struct expander *expander);
/* Gives the tokens that macros made the range of their invocation, which is only known once the next token has been
 * read. */
void expand_place(const struct expander *expander, struct token *tokens, size_t count);
/* Notes a brace that the token is, if a macro made it. To be called for each token that expand_next returned. */
void expand_note_brace(struct expander *expander, const struct token *token);
/* Forgets invocations but for one that is under way: to be called between external declarations, when no token of the
 * past is needed. Clears overflow. */
void expand_forget(struct expander *expander);

/* Frees what only reading needs: all macros are gone, and nothing more may be read. Invocations and braces stay. */
void expand_end(struct expander *expander);

/* Reads this line next, and nothing behind it: for expressions of conditionals. */
void expand_line(struct expander *expander, const struct lexer *line);
/* The next token as it stands. */
struct token expand_next_raw(struct expander *expander);
/* Obeys a #define, whose line stands behind that word. */
void expand_define(struct expander *expander, struct lexer *line);
/* Is the #pragma, whose line stands behind that word, push_macro or pop_macro? Then it has been obeyed. */
bool expand_pragma(struct expander *expander, struct lexer line);

/* The directive half, in directive.c, for expand.c alone: the next token of the text, directives obeyed. */
struct token directive_next(struct expander *expander);
void directive_close(struct expander *expander);

struct macro {
    const char *text; /* where the body stands: text[body_begin..body_end) */
    uint32_t body_begin, body_end;
    struct token *body; /* lexed at first use */
    uint32_t body_len, param_count;
    bool function_like : 1;
    bool variadic : 1; /* the last parameter takes the rest */
    bool body_ready : 1;
    bool disabled : 1; /* being expanded: its name is no macro (C11 6.10.3.4) */
    struct ident *params[];
};

#endif
