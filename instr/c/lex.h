/* Preprocessing tokens of C (C11 6.4) with what GNU and C23 add, read one at a time from a range of text without
 * trigraphs (respell.h). */
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
    TOKEN_PRAGMA, /* a whole #pragma line, made by the expander */
    TOKEN_OTHER,  /* a stray character */
};

/* Punctuators of one character are that character; of the longer ones these are told apart. Digraphs read as what they
 * mean. */
enum { PUNCT_PASTE = 128, PUNCT_ELLIPSIS, PUNCT_LONGER };

struct brace;

/* A large function is kept as tokens, and so is each macro that was used: a token is small. */
struct token {
    union {
        struct ident *ident; /* TOKEN_IDENT */
        struct brace *brace; /* `{`: one that passed through a macro, or NULL: the expander's */
        const char *text;    /* all others: the spelling, splices removed */
    };
    uint32_t begin, end; /* bytes of the flattened text: the token's, or those of the macro invocation it came from */
    uint32_t invocation; /* 0: stands in the text itself; else the expander's number of the outermost invocation */
    uint8_t kind : 4;    /* enum token_kind */
    bool at_line_start : 1; /* first on its line */
    bool no_expand : 1;     /* painted: never a macro again (C11 6.10.3.4) */
    uint8_t punct;          /* TOKEN_PUNCT, TOKEN_OTHER: the character, or PUNCT_* */
    union {
        uint16_t param; /* TOKEN_IDENT in a macro's body: 1 + its parameter's index, or 0 */
        uint16_t len;   /* all others: of the spelling, cut at SPELLING_MAX */
    };
};

enum { SPELLING_MAX = UINT16_MAX };

struct lexer {
    const char *text;
    uint32_t pos, end;
    bool at_line_start;
    struct idents *idents;
};

/* Reads text[begin..end); token offsets are offsets in `text`. text[end] must be readable. */
void lex_open(struct lexer *lexer, struct idents *idents, const char *text, uint32_t begin, uint32_t end);
/* The next token; comments are space. TOKEN_EOF at the end, again and again. */
struct token lex_next(struct lexer *lexer);
/* The offset of the newline that ends the line at `pos`, splices and comments included in the line, or the end. */
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

/* How the token is spelled, splices removed, and its length. */
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
