/* In: bytes. Out: preprocessing tokens with their byte ranges. An identifier is interned, so that its keyword and its
 * macro are one pointer away. The lexer never fails: an unterminated literal ends at the end of its line, as in GCC's
 * -fdirectives-only.
 *
 * A line splice (backslash, newline) may occur anywhere, even within an identifier. The fast path ignores splices; a
 * token that contains one is read again by the slow path, which copies its spelling. */
#include "instr/c/lex.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

void lex_open(struct lexer *lexer, struct idents *idents, const char *text, uint32_t begin, uint32_t end)
{
    *lexer = (struct lexer){.text = text, .pos = begin, .end = end, .at_line_start = true, .idents = idents};
}

/* The length of the line splice at pos: a backslash, blanks (a GNU extension), a newline. 0: there is none. */
static uint32_t lex_splice_length(const struct lexer *lexer, uint32_t pos)
{
    if (pos >= lexer->end || lexer->text[pos] != '\\')
        return 0;
    uint32_t p = pos + 1;
    while (p < lexer->end && (lexer->text[p] == ' ' || lexer->text[p] == '\t' || lexer->text[p] == '\r'))
        p++;
    return p < lexer->end && lexer->text[p] == '\n' ? p + 1 - pos : 0;
}

/* Moves pos behind splices and returns the character there. */
static char lex_char_behind_splices(const struct lexer *lexer, uint32_t *pos)
{
    uint32_t splice;
    while (*pos < lexer->end && lexer->text[*pos] == '\\' && (splice = lex_splice_length(lexer, *pos)) > 0)
        *pos += splice;
    return *pos < lexer->end ? lexer->text[*pos] : '\0';
}

/* The character at pos, which is moved behind splices. '\0' at the end. */
static inline char lex_char_at(const struct lexer *lexer, uint32_t *pos)
{
    if (*pos < lexer->end && lexer->text[*pos] != '\\')
        return lexer->text[*pos];
    return lex_char_behind_splices(lexer, pos);
}

static bool lex_begins_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static bool lex_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The character behind the one at pos, splices skipped. */
static char lex_char_after(const struct lexer *lexer, uint32_t pos)
{
    pos++;
    return lex_char_at(lexer, &pos);
}

/* The offset behind the comment that begins at pos. 0: none does. */
static uint32_t lex_comment_end(const struct lexer *lexer, uint32_t pos)
{
    if (lexer->text[pos] != '/')
        return 0;
    char kind = lex_char_after(lexer, pos);
    if (kind == '*') {
        pos++;
        lex_char_at(lexer, &pos);
        pos++;
        for (;;) {
            const char *star = memchr(lexer->text + pos, '*', lexer->end - pos);
            if (star == NULL)
                return lexer->end;
            pos = (uint32_t)(star - lexer->text) + 1;
            uint32_t next = pos;
            if (lex_char_at(lexer, &next) == '/')
                return next + 1;
        }
    }
    if (kind == '/') {
        while (pos < lexer->end && lexer->text[pos] != '\n') {
            uint32_t splice = lex_splice_length(lexer, pos);
            pos += splice ? splice : 1;
        }
        return pos;
    }
    return 0;
}

/* Skips white space and comments, and notes whether a new line began. */
static void lex_skip_space(struct lexer *lexer)
{
    uint32_t pos = lexer->pos, next;
    for (;;) {
        char c = lex_char_at(lexer, &pos);
        if (pos >= lexer->end) {
            pos = lexer->end;
            break;
        }
        if (c == '\n') {
            lexer->at_line_start = true;
            pos++;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
            pos++;
        } else if (c == '/' && (next = lex_comment_end(lexer, pos)) > 0) {
            pos = next;
        } else {
            break;
        }
    }
    lexer->pos = pos;
}

/* The bytes of identifiers and numbers. */
static const bool lex_word_bytes[256] = {
    ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true,
    ['_'] = true,         ['$'] = true,         [0x80 ... 0xff] = true,
};

/* Bytes after a word that need a closer look: it may continue behind a splice, or be the prefix of a literal. */
static const bool lex_word_continues[256] = {['\\'] = true, ['"'] = true, ['\''] = true};

static uint32_t lex_plain_word_end(const struct lexer *lexer, uint32_t pos)
{
    while (pos < lexer->end && lex_word_bytes[(unsigned char)lexer->text[pos]])
        pos++;
    return pos;
}

/* The end of the identifier or preprocessing number that begins at pos. */
static uint32_t lex_word_end(const struct lexer *lexer, uint32_t pos, bool number)
{
    uint32_t begin = pos;
    pos = lex_plain_word_end(lexer, pos);
    char before = pos > begin ? lexer->text[pos - 1] : '\0';
    for (;;) {
        uint32_t at = pos;
        char c = lex_char_at(lexer, &at);
        bool sign = (c == '+' || c == '-') && (before == 'e' || before == 'E' || before == 'p' || before == 'P');
        bool separator = c == '\'' && lex_is_digit(lex_char_after(lexer, at)); /* C23 6.4.4.1 */
        if (!lex_begins_word(c) && !lex_is_digit(c) && !(number && (c == '.' || sign || separator)))
            return pos;
        before = c;
        pos = at + 1;
    }
}

/* The end of the literal whose opening quote is at pos. A newline ends it, too. */
static uint32_t lex_literal_end(const struct lexer *lexer, uint32_t pos)
{
    char quote = lexer->text[pos++];
    for (;;) {
        char c = lex_char_at(lexer, &pos);
        if (pos >= lexer->end || c == '\n')
            return pos;
        pos++;
        if (c == quote)
            return pos;
        if (c == '\\') {
            c = lex_char_at(lexer, &pos);
            if (pos < lexer->end && c != '\n')
                pos++;
        }
    }
}

/* L, u, U, u8 */
static bool lex_is_literal_prefix(const char *word, size_t len)
{
    return (len == 1 && strchr("LuU", word[0])) || (len == 2 && memcmp(word, "u8", 2) == 0);
}

static bool lex_is_raw_prefix(const char *word, size_t len)
{
    return len > 0 && word[len - 1] == 'R' && (len == 1 || lex_is_literal_prefix(word, len - 1));
}

/* The end of the raw string whose opening quote is at pos. Splices and escapes have no meaning in it. An unterminated
 * one extends to the end of the text. */
static uint32_t lex_raw_string_end(const struct lexer *lexer, uint32_t pos)
{
    const char *name = lexer->text + pos + 1, *end = lexer->text + lexer->end;
    const char *open = memchr(name, '(', (size_t)(end - name));
    for (const char *p = open ? open + 1 : end; p < end; p++) {
        size_t len = (size_t)(open - name);
        p = memchr(p, ')', (size_t)(end - p));
        if (p == NULL)
            break;
        if ((size_t)(end - p) > len + 1 && memcmp(p + 1, name, len) == 0 && p[len + 1] == '"')
            return (uint32_t)(p + len + 2 - lexer->text);
    }
    return lexer->end;
}

static bool lex_has_splice(const struct lexer *lexer, uint32_t begin, uint32_t end)
{
    const char *at = lexer->text + begin, *behind = lexer->text + end;
    while ((at = memchr(at, '\\', (size_t)(behind - at))) != NULL) {
        if (lex_splice_length(lexer, (uint32_t)(at - lexer->text)))
            return true;
        at++;
    }
    return false;
}

/* The spelling of text[begin..end) without line splices, and its length. */
static const char *lex_spelling(struct lexer *lexer, uint32_t begin, uint32_t end, uint32_t *len)
{
    *len = end - begin;
    if (!lex_has_splice(lexer, begin, end))
        return lexer->text + begin;
    char *copy = arena_alloc(&lexer->idents->arena, *len);
    *len = 0;
    for (uint32_t pos = begin; pos < end; pos++) {
        uint32_t splice;
        while ((splice = lex_splice_length(lexer, pos)) > 0)
            pos += splice;
        if (pos < end)
            copy[(*len)++] = lexer->text[pos];
    }
    return copy;
}

static void lex_set_spelling(struct lexer *lexer, struct token *token)
{
    uint32_t len;
    token->text = lex_spelling(lexer, token->begin, token->end, &len);
    token->len = (uint16_t)(len < SPELLING_MAX ? len : SPELLING_MAX);
}

static const struct {
    char text[5];
    int punct;
} lex_punctuators[] = {
    /* longer ones before their prefixes */
    {"%:%:", PUNCT_PASTE}, {"...", PUNCT_ELLIPSIS},
    {"<<=", PUNCT_LONGER}, {">>=", PUNCT_LONGER},
    {"##", PUNCT_PASTE},   {"->", PUNCT_LONGER},
    {"++", PUNCT_LONGER},  {"--", PUNCT_LONGER},
    {"<<", PUNCT_LONGER},  {">>", PUNCT_LONGER},
    {"<=", PUNCT_LONGER},  {">=", PUNCT_LONGER},
    {"==", PUNCT_LONGER},  {"!=", PUNCT_LONGER},
    {"&&", PUNCT_LONGER},  {"||", PUNCT_LONGER},
    {"*=", PUNCT_LONGER},  {"/=", PUNCT_LONGER},
    {"%=", PUNCT_LONGER},  {"+=", PUNCT_LONGER},
    {"-=", PUNCT_LONGER},  {"&=", PUNCT_LONGER},
    {"^=", PUNCT_LONGER},  {"|=", PUNCT_LONGER},
    {"::", PUNCT_LONGER},  {"<:", '['},
    {":>", ']'},           {"<%", '{'},
    {"%>", '}'},           {"%:", '#'},
};

/* Does the text at pos spell `want`? Then *end is set behind it. */
static bool lex_spells(const struct lexer *lexer, uint32_t pos, const char *want, uint32_t *end)
{
    for (; *want; want++) {
        if (lex_char_at(lexer, &pos) != *want)
            return false;
        pos++;
    }
    *end = pos;
    return true;
}

/* If a punctuator of several characters begins here, reads it. */
static void lex_read_long_punct(struct lexer *lexer, struct token *token)
{
    char c = lexer->text[token->begin];
    for (size_t i = 0; i < sizeof lex_punctuators / sizeof *lex_punctuators; i++) {
        if (lex_punctuators[i].text[0] == c && lex_spells(lexer, token->begin, lex_punctuators[i].text, &token->end)) {
            token->punct = (uint8_t)lex_punctuators[i].punct;
            lex_set_spelling(lexer, token);
            return;
        }
    }
}

/* IS_PUNCT: the character is a punctuator. IS_JOINED: it may be part of a longer one. */
enum { IS_PUNCT = 1, IS_JOINED = 2 };
static const unsigned char lex_punct_classes[256] = {
    ['['] = 1, [']'] = 1, ['('] = 1, [')'] = 1, ['{'] = 1, ['}'] = 1, ['~'] = 1, ['!'] = 3, ['?'] = 1,
    [';'] = 1, [','] = 1, ['.'] = 3, ['&'] = 3, ['*'] = 3, ['+'] = 3, ['-'] = 3, ['/'] = 3, ['%'] = 3,
    ['<'] = 3, ['>'] = 3, ['^'] = 3, ['|'] = 3, [':'] = 3, ['='] = 3, ['#'] = 3,
};

static void lex_read_punct(struct lexer *lexer, struct token *token)
{
    char c = lexer->text[token->begin];
    unsigned char class = lex_punct_classes[(unsigned char)c];
    token->kind = class & IS_PUNCT ? TOKEN_PUNCT : TOKEN_OTHER;
    token->punct = (unsigned char)c;
    token->end = token->begin + 1;
    token->len = 1;
    token->text = lexer->text + token->begin;
    if (class & IS_JOINED && lex_punct_classes[(unsigned char)lex_char_after(lexer, token->begin)] & IS_JOINED)
        lex_read_long_punct(lexer, token);
    if (token->punct == '{')
        token->brace = NULL;
}

/* Reads an identifier, or a literal if the word is its prefix. */
static void lex_read_word(struct lexer *lexer, struct token *token)
{
    token->kind = TOKEN_IDENT;
    token->end = lex_plain_word_end(lexer, token->begin);
    if (token->end < lexer->end && !lex_word_continues[(unsigned char)lexer->text[token->end]]) {
        token->ident = ident_intern(lexer->idents, lexer->text + token->begin, token->end - token->begin);
        return;
    }
    uint32_t len;
    token->end = lex_word_end(lexer, token->begin, false);
    const char *word = lex_spelling(lexer, token->begin, token->end, &len);
    uint32_t quote = token->end;
    char c = lex_char_at(lexer, &quote);
    bool plain = (c == '"' || c == '\'') && lex_is_literal_prefix(word, len);
    if (!plain && !(c == '"' && lexer->idents->raw_strings && lex_is_raw_prefix(word, len))) {
        token->ident = ident_intern(lexer->idents, word, len);
        return;
    }
    token->kind = c == '"' ? TOKEN_STRING : TOKEN_CHAR;
    token->end = plain ? lex_literal_end(lexer, quote) : lex_raw_string_end(lexer, quote);
    lex_set_spelling(lexer, token);
}

struct token lex_next(struct lexer *lexer)
{
    struct token token = {0};
    lex_skip_space(lexer);
    token.begin = lexer->pos;
    token.end = lexer->pos;
    token.at_line_start = lexer->at_line_start;
    if (lexer->pos >= lexer->end)
        return token;
    lexer->at_line_start = false;

    char c = lexer->text[token.begin];
    if (lex_begins_word(c)) {
        lex_read_word(lexer, &token);
    } else if (lex_is_digit(c) || (c == '.' && lex_is_digit(lex_char_after(lexer, token.begin)))) {
        token.kind = TOKEN_NUMBER;
        token.end = lex_word_end(lexer, token.begin, true);
        lex_set_spelling(lexer, &token);
    } else if (c == '"' || c == '\'') {
        token.kind = c == '"' ? TOKEN_STRING : TOKEN_CHAR;
        token.end = lex_literal_end(lexer, token.begin);
        lex_set_spelling(lexer, &token);
    } else {
        lex_read_punct(lexer, &token);
    }
    lexer->pos = token.end;
    return token;
}

/* Bytes in a directive's line that need a closer look. */
static const bool lex_line_marks[256] = {['\n'] = true, ['\\'] = true, ['/'] = true, ['"'] = true, ['\''] = true};

uint32_t lex_line_end(const struct lexer *lexer, uint32_t pos)
{
    for (;;) {
        while (pos < lexer->end && !lex_line_marks[(unsigned char)lexer->text[pos]])
            pos++;
        if (pos >= lexer->end || lexer->text[pos] == '\n')
            return pos;
        uint32_t skip = lex_splice_length(lexer, pos);
        char c = lexer->text[pos];
        if (skip)
            pos += skip;
        else if (c == '/' && (skip = lex_comment_end(lexer, pos)) > 0)
            pos = skip;
        else if (c == '"' || c == '\'')
            pos = lex_literal_end(lexer, pos);
        else
            pos++;
    }
}
