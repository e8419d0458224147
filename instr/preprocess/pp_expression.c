/* In: the expression of an #if. Out: whether it is true, or that only the compiler can tell.
 *
 * Tokens come from the macro expander, except for the operands of `defined` and __has_include, which are not expanded.
 * Whatever a compiler might warn about makes the result unknown: an operand that changes its sign, an overflow, a
 * division by zero, a `defined` from a macro, a comma. So nothing needs to be reported here. */
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
    unsigned unevaluated; /* > 0: the current operand is not evaluated */
    bool failed;
};

enum { CONDITION_DEPTH_MAX = 200 };

static const struct value no_value;

static struct value pp_fail(struct parser *parser)
{
    parser->failed = true;
    return no_value;
}

static void pp_advance(struct parser *parser)
{
    parser->token = expand_next(parser->expander);
    if (parser->expander->overflow)
        parser->failed = true;
}

/* Is it a macro that -dM does not list? All of these begin with an underscore. */
static bool pp_is_builtin(const struct ident *ident)
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
    if (!pp_is_builtin(ident))
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

static struct value pp_truth_value(struct parser *parser, enum truth truth)
{
    return truth == TRUTH_UNKNOWN ? pp_fail(parser) : (struct value){truth == TRUTH_YES, false};
}

/* defined NAME, defined(NAME). The current token is `defined`. */
static struct value pp_defined_read(struct parser *parser)
{
    if (parser->token.invocation)
        return pp_fail(parser);
    struct token token = expand_next_raw(parser->expander);
    bool paren = token_is(&token, '(');
    if (paren)
        token = expand_next_raw(parser->expander);
    if (token.kind != TOKEN_IDENT || token.invocation)
        return pp_fail(parser);
    struct ident *ident = token.ident;
    if (paren && (token = expand_next_raw(parser->expander), !token_is(&token, ')')))
        return pp_fail(parser);
    pp_advance(parser);
    return pp_truth_value(parser, condition_defined(ident, parser->oracle));
}

/* __has_include("file"), __has_include(<file>) */
static struct value pp_has_include_read(struct parser *parser, bool next)
{
    if (parser->token.invocation)
        return pp_fail(parser);
    struct token token = expand_next_raw(parser->expander);
    if (!token_is(&token, '('))
        return pp_fail(parser);
    struct lexer *lexer = &parser->expander->lexer;
    const char *begin = lexer->text + lexer->pos, *end = lexer->text + lexer->end;
    while (begin < end && *begin == ' ')
        begin++;
    char close = begin < end && *begin == '"' ? '"' : begin < end && *begin == '<' ? '>' : '\0';
    const char *quote = close ? memchr(begin + 1, close, (size_t)(end - begin - 1)) : NULL;
    if (quote == NULL)
        return pp_fail(parser);
    struct arena *arena = &parser->expander->idents->arena;
    const char *name = arena_copy(arena, begin + 1, (size_t)(quote - begin - 1));
    lexer->pos = (uint32_t)(quote + 1 - lexer->text);
    token = expand_next_raw(parser->expander);
    if (!token_is(&token, ')') || strpbrk(name, "\\\n"))
        return pp_fail(parser);
    pp_advance(parser);
    const struct condition_oracle *oracle = parser->oracle;
    return pp_truth_value(parser, oracle->has_include(oracle->context, name, close == '>', next));
}

/* __has_attribute(name) and the like. In the parentheses is a name, perhaps with a scope, or a warning's name as a
 * string. Compilers differ if it is a macro. */
static struct value pp_has_read(struct parser *parser)
{
    char question[256];
    uint32_t len, more;
    const char *spelling = token_spelling(&parser->token, &len);
    if (len > 64)
        return pp_fail(parser);
    memcpy(question, spelling, len);
    for (unsigned count = 0; count < 8 && !parser->failed; count++) {
        struct token token = expand_next_raw(parser->expander);
        bool name = token.kind == TOKEN_STRING || (token.kind == TOKEN_IDENT && token.ident->macro == NULL);
        bool open = token_is(&token, '('), close = token_is(&token, ')');
        spelling = token_spelling(&token, &more);
        if (len + more + 1 >= sizeof question ||
            (count == 0 ? !open : !name && !close && !token_is_spelled(&token, "::") && !token_is(&token, ':')))
            return pp_fail(parser);
        memcpy(question + len, spelling, more);
        len += more;
        if (close) {
            question[len] = '\0';
            pp_advance(parser);
            long value = parser->oracle->ask(parser->oracle->context, question);
            return value < 0 ? pp_fail(parser) : (struct value){value, false};
        }
    }
    return pp_fail(parser);
}

/* Does it take a name in parentheses? */
static bool pp_is_question(const char *name)
{
    return strncmp(name, "__has_", 6) == 0 || strncmp(name, "__is_", 5) == 0 || strcmp(name, "__building_module") == 0;
}

static struct value pp_name_read(struct parser *parser)
{
    const char *name = parser->token.ident->name;
    if (strcmp(name, "defined") == 0)
        return pp_defined_read(parser);
    if (strcmp(name, "__has_include") == 0 || strcmp(name, "__has_include_next") == 0)
        return pp_has_include_read(parser, name[13] != '\0');
    if (pp_is_question(name) && strcmp(name, "__has_embed") != 0 &&
        condition_defined(parser->token.ident, parser->oracle) == TRUTH_YES)
        return pp_has_read(parser);
    bool ignored = parser->oracle->ignores_counter && strcmp(name, "__COUNTER__") == 0;
    if ((pp_is_builtin(parser->token.ident) && !ignored) || strcmp(name, "true") == 0 || strcmp(name, "false") == 0 ||
        strncmp(name, "__VA_", 5) == 0 || (parser->oracle->refuses_undefined && parser->unevaluated == 0))
        return pp_fail(parser);
    pp_advance(parser);
    return no_value;
}

/* C11 6.4.4.1, in the widest type. Binary numbers are an extension. */
static struct value pp_number_read(struct parser *parser)
{
    const struct token *token = &parser->token;
    char digits[72];
    size_t len = 0;
    for (uint32_t i = 0; i < token->len && len < sizeof digits - 1; i++)
        digits[len++] = token->text[i];
    digits[len] = '\0';
    char *end;
    if (len != token->len)
        return pp_fail(parser);
    errno = 0;
    uint64_t number = strtoull(digits, &end, 0);
    size_t suffix = strspn(end, "uUlL");
    bool is_unsigned = strpbrk(end, "uU") != NULL;
    bool large = !is_unsigned && number > INT64_MAX; /* unsigned; compilers warn if it is decimal */
    bool binary = digits[0] == '0' && (digits[1] == 'b' || digits[1] == 'B');
    if (errno || binary || end[suffix] || suffix > 3 || end == digits || (large && digits[0] != '0'))
        return pp_fail(parser);
    static const char *const suffixes[] = {"",    "u",   "U",   "l",   "L",   "ul",  "uL", "Ul",
                                           "UL",  "lu",  "lU",  "Lu",  "LU",  "ll",  "LL", "ull",
                                           "uLL", "Ull", "ULL", "llu", "llU", "LLu", "LLU"};
    bool known = false;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        known |= strcmp(end, suffixes[i]) == 0;
    pp_advance(parser);
    return known ? (struct value){(int64_t)number, is_unsigned || large} : pp_fail(parser);
}

/* Are such characters unsigned? Then compilers differ. */
static bool pp_characters_vary(struct parser *parser, bool wide)
{
    const char *name = wide ? "__WCHAR_UNSIGNED__" : "__CHAR_UNSIGNED__";
    return ident_intern(parser->expander->idents, name, strlen(name))->macro != NULL;
}

/* C11 6.4.4.4: the value of the escape sequence of `len` bytes behind the backslash, if it fits a byte. -1: compilers
 * may warn about it. */
static int pp_escape_value(const char *at, size_t len)
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
static struct value pp_character_read(struct parser *parser)
{
    const char *text = parser->token.text;
    uint32_t len = parser->token.len;
    bool wide = text[0] == 'L';
    text += wide;
    len -= wide;
    if (len < 3 || text[0] != '\'' || text[len - 1] != '\'' || pp_characters_vary(parser, wide))
        return pp_fail(parser);
    int value = text[1] == '\\' ? pp_escape_value(text + 2, len - 3) : len == 3 ? (unsigned char)text[1] : -1;
    if (value < 0 || (text[1] != '\\' && value >= 0x7f))
        return pp_fail(parser);
    pp_advance(parser);
    return (struct value){wide ? value : (signed char)value, false};
}

static struct value pp_choice_read(struct parser *parser);

static struct value pp_unary_apply(struct parser *parser, int punct, struct value value)
{
    switch (punct) {
    case '!':
        return (struct value){value.number == 0, false};
    case '~':
        value.number = ~value.number;
        return value;
    case '-':
        if (value.number == INT64_MIN && !value.is_unsigned)
            return pp_fail(parser);
        value.number = (int64_t)(0 - (uint64_t)value.number);
        return value;
    default:
        return value;
    }
}

static struct value pp_unary_read(struct parser *parser)
{
    struct token token = parser->token;
    struct value value;
    if (++parser->depth > CONDITION_DEPTH_MAX || parser->failed)
        return pp_fail(parser);
    if (token_is(&token, '(')) {
        pp_advance(parser);
        value = pp_choice_read(parser);
        if (!token_is(&parser->token, ')'))
            return pp_fail(parser);
        pp_advance(parser);
    } else if (token.kind == TOKEN_PUNCT && strchr("!~-+", token.punct)) {
        pp_advance(parser);
        value = pp_unary_apply(parser, token.punct, pp_unary_read(parser));
    } else if (token.kind == TOKEN_NUMBER) {
        value = pp_number_read(parser);
    } else if (token.kind == TOKEN_CHAR) {
        value = pp_character_read(parser);
    } else if (token.kind == TOKEN_IDENT) {
        value = pp_name_read(parser);
    } else {
        value = pp_fail(parser);
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

static const struct binary *pp_binary_find(const struct token *token)
{
    for (size_t i = 0; token->kind == TOKEN_PUNCT && i < sizeof binaries / sizeof *binaries; i++) {
        if (token_is_spelled(token, binaries[i].text))
            return &binaries[i];
    }
    return NULL;
}

/* Converts the operands to their common type (6.3.1.8). Compilers may warn if that changes a value. */
static void pp_convert(struct parser *parser, struct value *a, struct value *b)
{
    if (a->is_unsigned == b->is_unsigned)
        return;
    if ((a->is_unsigned ? b : a)->number < 0)
        parser->failed = true;
    a->is_unsigned = b->is_unsigned = true;
}

static struct value pp_divide(struct parser *parser, char operator, struct value a, struct value b)
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

static struct value pp_arithmetic(struct parser *parser, char operator, struct value a, struct value b)
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

static struct value pp_shift(struct parser *parser, char operator, struct value a, struct value b)
{
    if (b.number < 0 || b.number > 62 || (a.number < 0 && !a.is_unsigned)) {
        if (parser->unevaluated == 0)
            parser->failed = true;
        return no_value;
    }
    uint64_t bits = (uint64_t)a.number;
    uint64_t result = operator== '<' ? bits << b.number : bits>> b.number;
    if (!a.is_unsigned && operator== '<' &&(result > INT64_MAX || result >> b.number != bits))
        return parser->unevaluated ? no_value : pp_fail(parser);
    a.number = (int64_t)result;
    return a;
}

static struct value pp_compare(const char *operator, struct value a, struct value b)
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

static struct value pp_binary_apply(struct parser *parser, const char *operator, struct value a, struct value b)
{
    if (strcmp(operator, "<<") == 0 || strcmp(operator, ">>") == 0)
        return pp_shift(parser, operator[0], a, b);
    pp_convert(parser, &a, &b);
    switch (operator[0]) {
    case '*':
    case '+':
    case '-':
        return pp_arithmetic(parser, operator[0], a, b);
    case '/':
    case '%':
        return pp_divide(parser, operator[0], a, b);
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
        return pp_compare(operator, a, b);
    }
}

/* The operators of at least this precedence. */
static struct value pp_binary_read(struct parser *parser, int precedence)
{
    struct value left = pp_unary_read(parser);
    for (const struct binary *binary;
         !parser->failed && (binary = pp_binary_find(&parser->token)) && binary->precedence >= precedence;) {
        bool is_and = binary->precedence == 2, is_or = binary->precedence == 1;
        bool decided = (is_and && left.number == 0) || (is_or && left.number != 0);
        pp_advance(parser);
        parser->unevaluated += decided;
        struct value right = pp_binary_read(parser, binary->precedence + 1);
        parser->unevaluated -= decided;
        if (is_and || is_or)
            left = (struct value){is_and ? left.number && right.number : left.number || right.number, false};
        else
            left = pp_binary_apply(parser, binary->text, left, right);
    }
    return left;
}

static struct value pp_choice_read(struct parser *parser)
{
    struct value condition = pp_binary_read(parser, 1);
    if (!token_is(&parser->token, '?') || parser->failed)
        return condition;
    if (++parser->depth > CONDITION_DEPTH_MAX)
        return pp_fail(parser);
    pp_advance(parser);
    parser->unevaluated += condition.number == 0;
    struct value yes = pp_choice_read(parser);
    parser->unevaluated -= condition.number == 0;
    if (!token_is(&parser->token, ':'))
        return pp_fail(parser);
    pp_advance(parser);
    parser->unevaluated += condition.number != 0;
    struct value no = pp_choice_read(parser);
    parser->unevaluated -= condition.number != 0;
    parser->depth--;
    pp_convert(parser, &yes, &no);
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
    pp_advance(&parser);
    struct value value = pp_choice_read(&parser);
    if (parser.failed || parser.token.kind != TOKEN_EOF)
        return TRUTH_UNKNOWN;
    return value.number ? TRUTH_YES : TRUTH_NO;
}
