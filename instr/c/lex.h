/* Preprocessing tokens (C11 6.4, with GNU's and C23's additions), read one at a time from a range of text. Trigraphs
 * must have been replaced (trigraphs.h). */
#ifndef COVER_INSTR_C_LEX_H
#define COVER_INSTR_C_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "instr/c/ident.h"

enum token_kind {
    TOKEN_EOF,
    TOKEN_IDENT,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_CHAR,
    TOKEN_PUNCT,
    TOKEN_PRAGMA, /* a whole #pragma line; made by directive.c */
    TOKEN_OTHER,  /* a stray character */
};

/* `punct` of a punctuator: the character itself, or one of these. A digraph has the value of the character it means. */
enum { PUNCT_PASTE = 128, PUNCT_ELLIPSIS, PUNCT_LONGER };

struct brace;

/* Small, because a large function and every macro in use are kept as tokens. */
struct token {
    union {
        struct ident *ident; /* TOKEN_IDENT */
        struct brace *brace; /* `{`: set if it came through a macro (expand.h), else NULL */
        const char *text;    /* others: the spelling, without line splices */
    };
    uint32_t begin, end;    /* offsets in the text: the token's, or those of the macro invocation it came from */
    uint32_t invocation;    /* 0: not from a macro; else the number of the outermost invocation */
    uint8_t kind : 4;       /* enum token_kind */
    bool at_line_start : 1; /* first on its line */
    bool no_expand : 1;     /* painted: never expanded again (C11 6.10.3.4) */
    uint8_t punct;          /* TOKEN_PUNCT, TOKEN_OTHER: the character, or PUNCT_* */
    union {
        uint16_t param; /* TOKEN_IDENT in a macro's body: 1 + the parameter's index, or 0 */
        uint16_t len;   /* others: of the spelling, at most SPELLING_MAX */
    };
};

enum { SPELLING_MAX = UINT16_MAX };

struct lexer {
    const char *text;
    uint32_t pos, end;
    bool at_line_start;
    struct idents *idents;
};

/* Reads text[begin..end). Token offsets count from `text`. text[end] must be readable. */
void lex_open(struct lexer *lexer, struct idents *idents, const char *text, uint32_t begin, uint32_t end);
/* The next token; comments are skipped. At the end, TOKEN_EOF each time. */
struct token lex_next(struct lexer *lexer);
/* The offset of the newline that ends the logical line at `pos` (splices and comments belong to it), or the end. */
uint32_t lex_line_end(const struct lexer *lexer, uint32_t pos);

static inline bool token_is(const struct token *token, int punct)
{
    return token->kind == TOKEN_PUNCT && token->punct == punct;
}

/* ( [ { */
static inline bool token_opens(const struct token *token)
{
    return token_is(token, '(') || token_is(token, '[') || token_is(token, '{');
}

/* ) ] } */
static inline bool token_closes(const struct token *token)
{
    return token_is(token, ')') || token_is(token, ']') || token_is(token, '}');
}

/* What the token adds to the depth of brackets. */
static inline int token_depth(const struct token *token)
{
    return (int)token_opens(token) - (int)token_closes(token);
}

static inline enum keyword token_keyword(const struct token *token)
{
    return token->kind == TOKEN_IDENT ? (enum keyword)token->ident->keyword : KW_NONE;
}

/* The token's spelling without line splices, and its length. */
static inline const char *token_spelling(const struct token *token, uint32_t *len)
{
    bool is_ident = token->kind == TOKEN_IDENT;
    *len = is_ident ? token->ident->len : token->len;
    if (token_is(token, '{'))
        return token->len == 1 ? "{" : "<%";
    return is_ident ? token->ident->name : token->text;
}

static inline bool token_is_spelled(const struct token *token, const char *text)
{
    uint32_t len;
    const char *spelling = token_spelling(token, &len);
    return len == strlen(text) && memcmp(spelling, text, len) == 0;
}

#endif
