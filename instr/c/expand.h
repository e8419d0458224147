/* Macro expansion of flattened text: tokens in, expanded tokens out, each with the text range it came from. */
#ifndef COVER_INSTR_C_EXPAND_H
#define COVER_INSTR_C_EXPAND_H

#include "instr/c/lex.h"
#include "instr/c/line_map.h"

struct expand_context;
struct expand_condition;
struct saved_macro;

/* The range of an outermost macro invocation: from its name to the closing parenthesis. */
struct invocation {
    uint32_t begin, end;
};

/* A `{` in a macro's definition or in an argument. All tokens that result from it point here. */
struct brace {
    uint32_t end;    /* the offset behind it */
    bool fixed;      /* a probe behind it would be pasted or stringized */
    uint32_t number; /* of the probe behind it, counted from 1; 0: there is none */
};

/* An invocation's expansion contains the brace. */
struct brace_use {
    const struct brace *brace;
    uint32_t invocation; /* the offset where the invocation begins */
};

struct expander {
    struct source *source;
    struct line_map line_map;
    struct idents *idents;
    struct lexer lexer;
    struct arena arena;  /* argument and replacement lists; freed when no macro is being expanded */
    struct arena macros; /* definitions, also former ones */
    struct expand_context *contexts;
    size_t context_count, context_cap;
    struct invocation *invocations; /* [0] is unused */
    size_t invocation_count, invocation_cap;
    struct brace_use *uses; /* ascending by invocation; kept to the end */
    size_t use_count, use_cap;
    struct expand_condition *conditions; /* of #if, #ifdef … that are left in the text */
    size_t condition_count, condition_cap;
    struct saved_macro *saved; /* by #pragma push_macro */
    struct token pushed_back;
    bool has_pushed_back;
    size_t produced; /* tokens made or copied by the current invocation */
    unsigned depth;  /* of arguments within arguments */
    bool overflow;   /* an expansion was too large and was abandoned */
    bool overflowed; /* the same, not cleared by expand_forget */
    bool unresolved; /* a conditional or an include could not be resolved: the rest of the text cannot be trusted */
};

/* `rewritten`: as in line_map.h. */
void expand_open(struct expander *expander, struct source *source, bool rewritten, struct idents *idents);
void expand_close(struct expander *expander);
/* Processes the definitions in `text` (the output of -dM), before the source is read. The text must outlive the
 * expander. */
void expand_predefine(struct expander *expander, const char *text, size_t len);
/* The next token after expansion. A pragma is a TOKEN_PRAGMA; other directives are processed. */
struct token expand_next(struct expander *expander);
/* Sets the range of tokens from macros to that of their invocation, which is known once the token behind it has been
 * read. */
void expand_place(const struct expander *expander, struct token *tokens, size_t count);
/* Records the token if it is a brace from a macro. Call it for each token that expand_next returned. */
void expand_note_brace(struct expander *expander, const struct token *token);
/* Forgets invocations, except a current one, and clears `overflow`. Call it between external declarations, when no
 * earlier token is needed. */
void expand_forget(struct expander *expander);

/* Frees all macros when nothing more is to be read. Invocations and braces stay. */
void expand_end(struct expander *expander);

/* Makes this line the text to read: for the expressions of conditionals. */
void expand_line(struct expander *expander, const struct lexer *line);
/* The next token, not expanded. */
struct token expand_next_raw(struct expander *expander);
/* Processes a #define; `line` begins behind that word. */
void expand_define(struct expander *expander, struct lexer *line);
/* Processes the #pragma if it is push_macro or pop_macro; `line` begins behind the word "pragma". False: it is
 * another. */
bool expand_pragma(struct expander *expander, struct lexer line);

/* In directive.c, for expand.c alone: the text's next token that is not part of a directive. */
struct token directive_next(struct expander *expander);
void directive_close(struct expander *expander);

struct macro {
    const char *text; /* the body is text[body_begin..body_end) */
    uint32_t body_begin, body_end;
    struct token *body; /* lexed at first use */
    uint32_t body_len, param_count;
    bool function_like : 1;
    bool variadic : 1; /* the last parameter takes the rest */
    bool body_ready : 1;
    bool disabled : 1; /* being expanded: its name is not expanded again (C11 6.10.3.4) */
    struct ident *params[];
};

#endif
