/* The value of a preprocessor's expression, for texts that draw no diagnostics.
 *
 * Tokens come from the macro expander, but for the operands of `defined` and of __has_include, which are taken as they
 * stand. Whatever a compiler might speak of makes the result unknown: an operand that changes its sign, an overflow, a
 * division by zero, a `defined` that a macro makes, a comma; so nothing has to be said here. */
#include "instr/preprocess/pp_expression.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct value {
    int64_t number;
    bool is_unsigned;
};

struct parser {
    struct expander *expander;
    const struct condition_oracle *oracle;
    struct token token;   /* the next one */
    unsigned depth;       /* of parentheses and unary operators */
    unsigned unevaluated; /* > 0: the operand under way decides nothing */
    bool failed;
};

enum { CONDITION_DEPTH_MAX = 200 };

static const struct value no_value;

static struct value fail(struct parser *parser)
{
    parser->failed = true;
    return no_value;
}

static void advance(struct parser *parser)
{
    parser->token = expand_next(parser->expander);
    if (parser->expander->overflow)
        parser->failed = true;
}

/* Names that are macros although no #define tells: all begin with an underscore. */
static bool is_builtin(const struct ident *ident)
{
    if (ident->name[0] != '_')
        return false;
    static const char *const names[] = {"__FILE__",      "__LINE__",          "__DATE__",      "__TIME__",
                                        "__COUNTER__",   "__INCLUDE_LEVEL__", "__BASE_FILE__", "__TIMESTAMP__",
                                        "__FILE_NAME__", "__is_identifier",   "_Pragma",       "__building_module",
                                        "__MODULE__",    "__is_target_arch",  "__is_target_os"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (ident->name[2] == names[i][2] && strcmp(ident->name, names[i]) == 0)
            return true;
    }
    return strncmp(ident->name, "__has_", 6) == 0 || strncmp(ident->name, "__is_target", 11) == 0;
}

enum truth condition_defined(const struct ident *ident, const struct condition_oracle *oracle)
{
    if (ident->macro)
        return TRUTH_YES;
    if (ident->name[0] != '_')
        return TRUTH_NO;
    if (strcmp(ident->name, "__VA_ARGS__") == 0 || strcmp(ident->name, "__VA_OPT__") == 0)
        return TRUTH_UNKNOWN;
    if (!is_builtin(ident))
        return TRUTH_NO;
    char question[128];
    size_t len = strlen(ident->name);
    if (len + sizeof "defined " > sizeof question)
        return TRUTH_UNKNOWN;
    memcpy(question, "defined ", 8);
    memcpy(question + 8, ident->name, len + 1);
    long value = oracle->ask(oracle->context, question);
    return value < 0 ? TRUTH_UNKNOWN : value ? TRUTH_YES : TRUTH_NO;
}

static struct value truth_value(struct parser *parser, enum truth truth)
{
    return truth == TRUTH_UNKNOWN ? fail(parser) : (struct value){truth == TRUTH_YES, false};
}

/* defined NAME, defined(NAME): `defined` is the token under way. */
static struct value defined_read(struct parser *parser)
{
    if (parser->token.invocation)
        return fail(parser);
    struct token token = expand_next_raw(parser->expander);
    bool paren = token_is(&token, '(');
    if (paren)
        token = expand_next_raw(parser->expander);
    if (token.kind != TOKEN_IDENT || token.invocation)
        return fail(parser);
    struct ident *ident = token.ident;
    if (paren && (token = expand_next_raw(parser->expander), !token_is(&token, ')')))
        return fail(parser);
    advance(parser);
    return truth_value(parser, condition_defined(ident, parser->oracle));
}

/* __has_include("file"), __has_include(<file>) */
static struct value has_include_read(struct parser *parser, bool next)
{
    if (parser->token.invocation)
        return fail(parser);
    struct token token = expand_next_raw(parser->expander);
    if (!token_is(&token, '('))
        return fail(parser);
    struct lexer *lexer = &parser->expander->lexer;
    const char *begin = lexer->text + lexer->pos, *end = lexer->text + lexer->end;
    while (begin < end && *begin == ' ')
        begin++;
    char close = begin < end && *begin == '"' ? '"' : begin < end && *begin == '<' ? '>' : '\0';
    const char *quote = close ? memchr(begin + 1, close, (size_t)(end - begin - 1)) : NULL;
    if (quote == NULL)
        return fail(parser);
    struct arena *arena = &parser->expander->idents->arena;
    const char *name = arena_copy(arena, begin + 1, (size_t)(quote - begin - 1));
    lexer->pos = (uint32_t)(quote + 1 - lexer->text);
    token = expand_next_raw(parser->expander);
    if (!token_is(&token, ')') || strpbrk(name, "\\\n"))
        return fail(parser);
    advance(parser);
    const struct condition_oracle *oracle = parser->oracle;
    return truth_value(parser, oracle->has_include(oracle->context, name, close == '>', next));
}

/* __has_attribute(name) and kin: what is in the parentheses is a name, scoped perhaps, or a warning's as a string. Of
 * one that is a macro compilers think differently. */
static struct value has_read(struct parser *parser)
{
    char question[256];
    uint32_t len, more;
    const char *spelling = token_spelling(&parser->token, &len);
    if (len > 64)
        return fail(parser);
    memcpy(question, spelling, len);
    for (unsigned count = 0; count < 8 && !parser->failed; count++) {
        struct token token = expand_next_raw(parser->expander);
        bool name = token.kind == TOKEN_STRING || (token.kind == TOKEN_IDENT && token.ident->macro == NULL);
        bool open = token_is(&token, '('), close = token_is(&token, ')');
        spelling = token_spelling(&token, &more);
        if (len + more + 1 >= sizeof question ||
            (count == 0 ? !open : !name && !close && !token_is_spelled(&token, "::") && !token_is(&token, ':')))
            return fail(parser);
        memcpy(question + len, spelling, more);
        len += more;
        if (close) {
            question[len] = '\0';
            advance(parser);
            long value = parser->oracle->ask(parser->oracle->context, question);
            return value < 0 ? fail(parser) : (struct value){value, false};
        }
    }
    return fail(parser);
}

/* Does it take a name in parentheses? */
static bool is_question(const char *name)
{
    return strncmp(name, "__has_", 6) == 0 || strncmp(name, "__is_", 5) == 0 || strcmp(name, "__building_module") == 0;
}

static struct value name_read(struct parser *parser)
{
    const char *name = parser->token.ident->name;
    if (strcmp(name, "defined") == 0)
        return defined_read(parser);
    if (strcmp(name, "__has_include") == 0 || strcmp(name, "__has_include_next") == 0)
        return has_include_read(parser, name[13] != '\0');
    if (is_question(name) && strcmp(name, "__has_embed") != 0 &&
        condition_defined(parser->token.ident, parser->oracle) == TRUTH_YES)
        return has_read(parser);
    if (is_builtin(parser->token.ident) || strcmp(name, "true") == 0 || strcmp(name, "false") == 0 ||
        strncmp(name, "__VA_", 5) == 0 || (parser->oracle->refuses_undefined && parser->unevaluated == 0))
        return fail(parser);
    advance(parser);
    return no_value;
}

/* C11 6.4.4.1, in the widest type. Binary numbers are an extension. */
static struct value number_read(struct parser *parser)
{
    const struct token *token = &parser->token;
    char digits[72];
    size_t len = 0;
    for (uint32_t i = 0; i < token->len && len < sizeof digits - 1; i++)
        digits[len++] = token->text[i];
    digits[len] = '\0';
    char *end;
    if (len != token->len)
        return fail(parser);
    errno = 0;
    uint64_t number = strtoull(digits, &end, 0);
    size_t suffix = strspn(end, "uUlL");
    bool is_unsigned = strpbrk(end, "uU") != NULL;
    bool large = !is_unsigned && number > INT64_MAX; /* unsigned, and of a decimal number compilers say that */
    bool binary = digits[0] == '0' && (digits[1] == 'b' || digits[1] == 'B');
    if (errno || binary || end[suffix] || suffix > 3 || end == digits || (large && digits[0] != '0'))
        return fail(parser);
    static const char *const suffixes[] = {"",    "u",   "U",   "l",   "L",   "ul",  "uL", "Ul",
                                           "UL",  "lu",  "lU",  "Lu",  "LU",  "ll",  "LL", "ull",
                                           "uLL", "Ull", "ULL", "llu", "llU", "LLu", "LLU"};
    bool known = false;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        known |= strcmp(end, suffixes[i]) == 0;
    advance(parser);
    return known ? (struct value){(int64_t)number, is_unsigned || large} : fail(parser);
}

/* Are such characters unsigned? Then compilers are not of one mind. */
static bool characters_vary(struct parser *parser, bool wide)
{
    const char *name = wide ? "__WCHAR_UNSIGNED__" : "__CHAR_UNSIGNED__";
    return ident_intern(parser->expander->idents, name, strlen(name))->macro != NULL;
}

/* C11 6.4.4.4: the value of the escape sequence of `len` bytes behind the backslash, if it fits a byte. -1: compilers
 * may have to speak of it. */
static int escape_value(const char *at, size_t len)
{
    static const char letters[] = "abfnrtv\\'\"?", meanings[] = "\a\b\f\n\r\t\v\\'\"?";
    const char *letter = len == 1 && at[0] ? strchr(letters, at[0]) : NULL;
    bool hex = len > 1 && len <= 3 && at[0] == 'x';
    char digits[4] = "", *end;
    if (letter)
        return meanings[letter - letters];
    if (len == 0 || len > 3)
        return -1;
    memcpy(digits, at + hex, len - hex);
    if (strspn(digits, hex ? "0123456789abcdefABCDEF" : "01234567") != len - hex)
        return -1;
    long value = strtol(digits, &end, hex ? 16 : 8);
    return value <= UINT8_MAX ? (int)value : -1;
}

/* 'a', L'a', '\301': one plain character, the same in all character sets that extend ASCII, or an escape sequence. */
static struct value character_read(struct parser *parser)
{
    const char *text = parser->token.text;
    uint32_t len = parser->token.len;
    bool wide = text[0] == 'L';
    text += wide;
    len -= wide;
    if (len < 3 || text[0] != '\'' || text[len - 1] != '\'' || characters_vary(parser, wide))
        return fail(parser);
    int value = text[1] == '\\' ? escape_value(text + 2, len - 3) : len == 3 ? (unsigned char)text[1] : -1;
    if (value < 0 || (text[1] != '\\' && value >= 0x7f))
        return fail(parser);
    advance(parser);
    return (struct value){wide ? value : (signed char)value, false};
}

static struct value choice_read(struct parser *parser);

static struct value unary_apply(struct parser *parser, int punct, struct value value)
{
    switch (punct) {
    case '!':
        return (struct value){value.number == 0, false};
    case '~':
        value.number = ~value.number;
        return value;
    case '-':
        if (value.number == INT64_MIN && !value.is_unsigned)
            return fail(parser);
        value.number = (int64_t)(0 - (uint64_t)value.number);
        return value;
    default:
        return value;
    }
}

static struct value unary_read(struct parser *parser)
{
    struct token token = parser->token;
    struct value value;
    if (++parser->depth > CONDITION_DEPTH_MAX || parser->failed)
        return fail(parser);
    if (token_is(&token, '(')) {
        advance(parser);
        value = choice_read(parser);
        if (!token_is(&parser->token, ')'))
            return fail(parser);
        advance(parser);
    } else if (token.kind == TOKEN_PUNCT && strchr("!~-+", token.punct)) {
        advance(parser);
        value = unary_apply(parser, token.punct, unary_read(parser));
    } else if (token.kind == TOKEN_NUMBER) {
        value = number_read(parser);
    } else if (token.kind == TOKEN_CHAR) {
        value = character_read(parser);
    } else if (token.kind == TOKEN_IDENT) {
        value = name_read(parser);
    } else {
        value = fail(parser);
    }
    parser->depth--;
    return value;
}

static const struct binary {
    char text[3];
    int precedence;
} binaries[] = {
    {"*", 10}, {"/", 10}, {"%", 10}, {"+", 9},  {"-", 9}, {"<<", 8}, {">>", 8}, {"<=", 7}, {">=", 7},
    {"<", 7},  {">", 7},  {"==", 6}, {"!=", 6}, {"&", 5}, {"^", 4},  {"|", 3},  {"&&", 2}, {"||", 1},
};

static const struct binary *binary_find(const struct token *token)
{
    for (size_t i = 0; token->kind == TOKEN_PUNCT && i < sizeof binaries / sizeof *binaries; i++) {
        if (token_is_spelled(token, binaries[i].text))
            return &binaries[i];
    }
    return NULL;
}

/* The operands in their common type (6.3.1.8). One that would change its value: compilers may warn. */
static void convert(struct parser *parser, struct value *a, struct value *b)
{
    if (a->is_unsigned == b->is_unsigned)
        return;
    if ((a->is_unsigned ? b : a)->number < 0)
        parser->failed = true;
    a->is_unsigned = b->is_unsigned = true;
}

static struct value divide(struct parser *parser, char operator, struct value a, struct value b)
{
    if (b.number == 0 || (!a.is_unsigned && a.number == INT64_MIN && b.number == -1)) {
        if (parser->unevaluated == 0)
            parser->failed = true;
        return no_value;
    }
    if (a.is_unsigned) {
        uint64_t x = (uint64_t)a.number, y = (uint64_t)b.number;
        a.number = (int64_t)(operator== '/' ? x / y : x % y);
    } else {
        a.number = operator== '/' ? a.number / b.number : a.number % b.number;
    }
    return a;
}

static struct value arithmetic(struct parser *parser, char operator, struct value a, struct value b)
{
    int64_t result = 0;
    bool overflow = operator== '*' ? __builtin_mul_overflow(a.number, b.number, &result) :
                    operator== '+' ? __builtin_add_overflow(a.number, b.number, &result)
                                   : __builtin_sub_overflow(a.number, b.number, &result);
    if (overflow && !a.is_unsigned && parser->unevaluated == 0)
        parser->failed = true;
    a.number = result; /* wrapped, as unsigned numbers do */
    return a;
}

static struct value shift(struct parser *parser, char operator, struct value a, struct value b)
{
    if (b.number < 0 || b.number > 62 || (a.number < 0 && !a.is_unsigned)) {
        if (parser->unevaluated == 0)
            parser->failed = true;
        return no_value;
    }
    uint64_t bits = (uint64_t)a.number;
    uint64_t result = operator== '<' ? bits << b.number : bits>> b.number;
    if (!a.is_unsigned && operator== '<' &&(result > INT64_MAX || result >> b.number != bits))
        return parser->unevaluated ? no_value : fail(parser);
    a.number = (int64_t)result;
    return a;
}

static struct value compare(const char *operator, struct value a, struct value b)
{
    bool less = a.is_unsigned ? (uint64_t)a.number < (uint64_t)b.number : a.number < b.number;
    bool equal = a.number == b.number, result;
    if (operator[0] == '<')
        result = less || (operator[1] && equal);
    else if (operator[0] == '>')
        result = !less && (operator[1] || !equal);
    else
        result = equal == (operator[0] == '=');
    return (struct value){result, false};
}

static struct value binary_apply(struct parser *parser, const char *operator, struct value a, struct value b)
{
    if (strcmp(operator, "<<") == 0 || strcmp(operator, ">>") == 0)
        return shift(parser, operator[0], a, b);
    convert(parser, &a, &b);
    switch (operator[0]) {
    case '*':
    case '+':
    case '-':
        return arithmetic(parser, operator[0], a, b);
    case '/':
    case '%':
        return divide(parser, operator[0], a, b);
    case '&':
        a.number &= b.number;
        return a;
    case '|':
        a.number |= b.number;
        return a;
    case '^':
        a.number ^= b.number;
        return a;
    default:
        return compare(operator, a, b);
    }
}

/* The operators of at least this precedence. */
static struct value binary_read(struct parser *parser, int precedence)
{
    struct value left = unary_read(parser);
    for (const struct binary *binary;
         !parser->failed && (binary = binary_find(&parser->token)) && binary->precedence >= precedence;) {
        bool is_and = binary->precedence == 2, is_or = binary->precedence == 1;
        bool decided = (is_and && left.number == 0) || (is_or && left.number != 0);
        advance(parser);
        parser->unevaluated += decided;
        struct value right = binary_read(parser, binary->precedence + 1);
        parser->unevaluated -= decided;
        if (is_and || is_or)
            left = (struct value){is_and ? left.number && right.number : left.number || right.number, false};
        else
            left = binary_apply(parser, binary->text, left, right);
    }
    return left;
}

static struct value choice_read(struct parser *parser)
{
    struct value condition = binary_read(parser, 1);
    if (!token_is(&parser->token, '?') || parser->failed)
        return condition;
    if (++parser->depth > CONDITION_DEPTH_MAX)
        return fail(parser);
    advance(parser);
    parser->unevaluated += condition.number == 0;
    struct value yes = choice_read(parser);
    parser->unevaluated -= condition.number == 0;
    if (!token_is(&parser->token, ':'))
        return fail(parser);
    advance(parser);
    parser->unevaluated += condition.number != 0;
    struct value no = choice_read(parser);
    parser->unevaluated -= condition.number != 0;
    parser->depth--;
    convert(parser, &yes, &no);
    return condition.number ? yes : no;
}

struct ident *condition_guard(struct lexer line)
{
    struct token token = lex_next(&line);
    if (!token_is(&token, '!'))
        return NULL;
    token = lex_next(&line);
    if (token.kind != TOKEN_IDENT || strcmp(token.ident->name, "defined") != 0)
        return NULL;
    token = lex_next(&line);
    bool paren = token_is(&token, '(');
    if (paren)
        token = lex_next(&line);
    struct ident *name = token.kind == TOKEN_IDENT ? token.ident : NULL;
    if (paren && (token = lex_next(&line), !token_is(&token, ')')))
        return NULL;
    return lex_next(&line).kind == TOKEN_EOF ? name : NULL;
}

enum truth condition_evaluate(struct expander *expander, const struct lexer *line,
                              const struct condition_oracle *oracle)
{
    struct parser parser = {.expander = expander, .oracle = oracle};
    expand_line(expander, line);
    advance(&parser);
    struct value value = choice_read(&parser);
    if (parser.failed || parser.token.kind != TOKEN_EOF)
        return TRUTH_UNKNOWN;
    return value.number ? TRUTH_YES : TRUTH_NO;
}
