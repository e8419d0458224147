/* What replaces a macro invocation: arguments substituted, # and ## applied (C11 6.10.3.1 to 6.10.3.3; __VA_OPT__ of
 * C23; GNU's named variadic parameters and `, ## args`).
 *
 * The result serves to learn the program's structure, not to compile it: the compiler expands the text again. So # makes
 * a string that is right as the operand of _Pragma only, and spacing is lost. Which tokens result, in which order, is exact. */
#include "instr/c/substitute.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { STRINGIZED_MAX = 1000 }; /* tokens; a longer string is read as empty */

/* A macro argument: its tokens, and their expansion, made when first needed. */
struct argument {
    struct token_list raw, expanded;
    bool is_expanded;
};

static struct brace *substitute_new_brace(struct expander *expander, uint32_t end)
{
    struct brace *brace = arena_alloc(&expander->idents->arena, sizeof *brace);
    *brace = (struct brace){.end = end};
    return brace;
}

/* Reads the arguments up to the closing parenthesis. NULL at the end of the text, or if there are too many tokens:
 * arguments within arguments are copied on every level. */
static struct argument *substitute_read_arguments(struct expander *expander, const struct macro *macro,
                                                  uint32_t invocation, size_t *count)
{
    size_t cap = macro->param_count + 1, len = 1;
    struct argument *args = arena_alloc(&expander->arena, cap * sizeof *args);
    memset(args, 0, cap * sizeof *args);
    for (size_t depth = 0;;) {
        struct token token = expand_next_raw(expander);
        if (token.kind == TOKEN_EOF)
            return NULL;
        if (token.kind == TOKEN_PRAGMA)
            continue;
        if (expander->context_count && !expand_produced(expander, 1))
            return NULL;
        if (token.invocation == 0 && token.end > expander->invocations[invocation].end)
            expander->invocations[invocation].end = token.end;
        if (token.invocation == 0 && token_is(&token, '{'))
            token.brace = substitute_new_brace(expander, token.end);
        if (token_is(&token, ')') && depth-- == 0)
            break;
        if (token_is(&token, '('))
            depth++;
        bool in_rest = macro->variadic && len == macro->param_count;
        if (token_is(&token, ',') && depth == 0 && !in_rest && len < cap)
            len++;
        else
            token_list_add(&args[len - 1].raw, &expander->arena, &token);
    }
    *count = len;
    return args;
}

/* Would expansion replace or paint any of its tokens? */
static bool substitute_names_macro(const struct argument *arg)
{
    for (size_t i = 0; i < arg->raw.len; i++) {
        const struct token *token = &arg->raw.items[i];
        if (token->kind == TOKEN_IDENT && token->ident->macro && !token->no_expand)
            return true;
    }
    return false;
}

static const struct token_list *substitute_expanded(struct expander *expander, struct argument *arg,
                                                    uint32_t invocation)
{
    if (!arg->is_expanded && !substitute_names_macro(arg))
        arg->expanded = arg->raw;
    else if (!arg->is_expanded)
        expand_isolated(expander, &arg->raw, invocation, &arg->expanded);
    arg->is_expanded = true;
    return &arg->expanded;
}

static bool substitute_is_va_opt(const struct expander *expander, const struct token *token)
{
    return token->kind == TOKEN_IDENT && token->ident == expander->idents->va_opt;
}

/* Marks the braces beside a ##. If the body has #__VA_OPT__, which is not followed here, marks all. */
static void substitute_fix_braces(const struct expander *expander, const struct macro *macro)
{
    bool all = false;
    for (size_t i = 0; i + 1 < macro->body_len; i++)
        all |= token_is(&macro->body[i], '#') && substitute_is_va_opt(expander, &macro->body[i + 1]);
    for (size_t i = 0; i < macro->body_len; i++) {
        bool pasted = (i > 0 && token_is(&macro->body[i - 1], PUNCT_PASTE)) ||
                      (i + 1 < macro->body_len && token_is(&macro->body[i + 1], PUNCT_PASTE));
        if (token_is(&macro->body[i], '{') && macro->body[i].brace)
            macro->body[i].brace->fixed = all || pasted;
    }
}

/* Reads the body's tokens and marks the parameters. */
static void substitute_prepare_body(struct expander *expander, struct macro *macro)
{
    struct lexer lexer;
    lex_open(&lexer, expander->idents, macro->text, macro->body_begin, macro->body_end);
    struct token *body = NULL;
    size_t len = 0, cap = 0;
    bool in_text = macro->text == expander->source->text;
    for (struct token token; (token = lex_next(&lexer)).kind != TOKEN_EOF;) {
        if (in_text && token_is(&token, '{'))
            token.brace = substitute_new_brace(expander, token.end);
        for (uint32_t i = 0; token.kind == TOKEN_IDENT && i < macro->param_count; i++) {
            if (macro->params[i] == token.ident)
                token.param = (uint16_t)(i + 1);
        }
        body = array_grow(body, len, &cap, sizeof *body);
        body[len++] = token;
    }
    if (len) {
        macro->body = arena_alloc(&expander->macros, len * sizeof *body);
        memcpy(macro->body, body, len * sizeof *body);
    }
    free(body);
    macro->body_len = (uint32_t)len;
    macro->body_ready = true;
    substitute_fix_braces(expander, macro);
}

/* C11 6.10.3.3: one token from the spellings of two. */
static struct token substitute_paste_tokens(struct expander *expander, const struct token *left,
                                            const struct token *right)
{
    uint32_t left_len, right_len;
    const char *left_text = token_spelling(left, &left_len), *right_text = token_spelling(right, &right_len);
    uint32_t len = left_len + right_len;
    char *text = arena_alloc(&expander->arena, len + 1);
    memcpy(text, left_text, left_len);
    memcpy(text + left_len, right_text, right_len);
    text[len] = '\0';
    struct lexer lexer;
    lex_open(&lexer, expander->idents, text, 0, len);
    struct token token = lex_next(&lexer);
    if (token.kind != TOKEN_IDENT) { /* its spelling is needed as long as itself */
        lex_open(&lexer, expander->idents, arena_copy(&expander->idents->arena, text, len), 0, len);
        token = lex_next(&lexer);
    }
    return token;
}

/* Everything a substitution needs, so that it can descend into __VA_OPT__. */
struct substitution {
    const struct macro *macro;
    struct argument *args;
    uint32_t invocation;
    struct token_list out;
};

static void substitute_range(struct expander *expander, struct substitution *sub, size_t begin, size_t end);

static void substitute_add(struct expander *expander, struct token_list *out, const struct token_list *list,
                           size_t from)
{
    if (!expand_produced(expander, list->len) || from >= list->len)
        return;
    token_list_reserve(out, &expander->arena, list->len - from);
    memcpy(out->items + out->len, list->items + from, (list->len - from) * sizeof *out->items);
    out->len += list->len - from;
}

/* The argument of the parameter that the token is, or NULL. */
static struct argument *substitute_argument(const struct substitution *sub, const struct token *token)
{
    return token->kind == TOKEN_IDENT && token->param ? &sub->args[token->param - 1] : NULL;
}

/* Is the token the variadic parameter? */
static bool substitute_is_rest(const struct substitution *sub, const struct token *token)
{
    return sub->macro->variadic && token->kind == TOKEN_IDENT && token->param == sub->macro->param_count;
}

static bool substitute_rest_is_empty(const struct substitution *sub)
{
    return sub->args[sub->macro->param_count - 1].raw.len == 0;
}

/* The index behind the parenthesis that closes the one at body[open]. */
static size_t substitute_paren_end(const struct macro *macro, size_t open, size_t end)
{
    size_t depth = 0;
    for (size_t i = open; i < end; i++) {
        if (token_is(&macro->body[i], '('))
            depth++;
        else if (token_is(&macro->body[i], ')') && --depth == 0)
            return i + 1;
    }
    return end;
}

/* Pastes the operand to the last token of the output. */
static void substitute_paste_operand(struct expander *expander, struct substitution *sub, const struct token *operand,
                                     bool left_empty)
{
    struct token_list one = {.items = (struct token *)operand, .len = 1};
    const struct argument *arg = substitute_argument(sub, operand);
    const struct token_list *list = arg ? &arg->raw : &one;
    if (list->len == 0)
        return;
    if (left_empty || sub->out.len == 0) {
        substitute_add(expander, &sub->out, list, 0);
        return;
    }
    struct token *last = &sub->out.items[sub->out.len - 1];
    if (token_is(last, ',') && substitute_is_rest(sub, operand)) {
        substitute_add(expander, &sub->out, list, 0);
        return;
    }
    *last = substitute_paste_tokens(expander, last, &list->items[0]);
    substitute_add(expander, &sub->out, list, 1);
}

/* `a ## b ## c` from body[i] on; returns the index behind the last operand. */
static size_t substitute_paste_chain(struct expander *expander, struct substitution *sub, size_t i, size_t end)
{
    const struct token *body = sub->macro->body, *first = &body[i];
    size_t before = sub->out.len;
    const struct argument *arg = substitute_argument(sub, first);
    if (arg)
        substitute_add(expander, &sub->out, &arg->raw, 0);
    else
        token_list_add(&sub->out, &expander->arena, first);
    for (i++; i + 1 < end && token_is(&body[i], PUNCT_PASTE); i += 2) {
        const struct token *operand = &body[i + 1];
        if (substitute_is_rest(sub, operand) && substitute_rest_is_empty(sub) && sub->out.len > before &&
            token_is(&sub->out.items[sub->out.len - 1], ','))
            sub->out.len--; /* GNU: `, ## args` without args takes the comma away */
        else
            substitute_paste_operand(expander, sub, operand, sub->out.len == before);
    }
    return i;
}

/* The argument is stringized: no probe may be put behind its braces. */
static void substitute_fix_argument(const struct argument *arg)
{
    for (size_t i = 0; i < arg->raw.len; i++) {
        if (token_is(&arg->raw.items[i], '{') && arg->raw.items[i].brace)
            arg->raw.items[i].brace->fixed = true;
    }
}

/* The argument as a string. It is read where it is the operand of _Pragma, so quotes and spacing do not matter. */
static struct token substitute_stringize(struct expander *expander, const struct argument *arg)
{
    struct token string = {.kind = TOKEN_STRING, .text = "\"\"", .len = 2};
    if (arg->raw.len == 0 || arg->raw.len > STRINGIZED_MAX || arg->raw.items[0].kind != TOKEN_IDENT)
        return string;
    struct str text = STR_INIT;
    str_addc(&text, '"');
    token_list_spell(&arg->raw, &text);
    str_addc(&text, '"');
    if (text.len <= SPELLING_MAX) {
        string.text = arena_copy(&expander->idents->arena, text.data, text.len);
        string.len = (uint16_t)text.len;
    }
    str_free(&text);
    return string;
}

static void substitute_range(struct expander *expander, struct substitution *sub, size_t begin, size_t end)
{
    const struct macro *macro = sub->macro;
    for (size_t i = begin; i < end && !expander->overflow;) {
        const struct token *token = &macro->body[i], *next = i + 1 < end ? token + 1 : NULL;
        struct argument *arg = substitute_argument(sub, token), *named;
        if (next && macro->function_like && token_is(token, '#') && (named = substitute_argument(sub, next))) {
            struct token string = substitute_stringize(expander, named);
            substitute_fix_argument(named);
            token_list_add(&sub->out, &expander->arena, &string);
            i += 2;
        } else if (macro->variadic && substitute_is_va_opt(expander, token) && next && token_is(next, '(')) {
            size_t after = substitute_paren_end(macro, i + 1, end);
            if (!substitute_rest_is_empty(sub))
                substitute_range(expander, sub, i + 2, after - 1);
            i = after;
        } else if (next && token_is(next, PUNCT_PASTE)) {
            i = substitute_paste_chain(expander, sub, i, end);
        } else {
            if (arg)
                substitute_add(expander, &sub->out, substitute_expanded(expander, arg, sub->invocation), 0);
            else if (expand_produced(expander, 1))
                token_list_add(&sub->out, &expander->arena, token);
            i++;
        }
    }
}

bool substitute_macro(struct expander *expander, struct macro *macro, uint32_t invocation, struct token_list *out)
{
    struct substitution sub = {.macro = macro, .invocation = invocation};
    size_t count = 0;
    if (!macro->body_ready)
        substitute_prepare_body(expander, macro);
    if (macro->function_like && (sub.args = substitute_read_arguments(expander, macro, invocation, &count)) == NULL)
        return false;
    substitute_range(expander, &sub, 0, macro->body_len);
    *out = sub.out;
    return !expander->overflow;
}
