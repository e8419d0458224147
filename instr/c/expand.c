/* The macro expander (C11 6.10.3, __VA_OPT__ of C23, GNU named variadics and `, ## args`).
 *
 * It serves to learn a program's structure, not to compile it: the compiler expands again by itself. So # makes an
 * empty string and spacing is not kept, but which tokens come out, in which order and from which invocation, is exact.
 *
 * Method: a stack of contexts, each a list of tokens with a read position, over the raw text. A macro's context
 * disables the macro until the context is left; a name met while disabled is painted and never expands again. Arguments
 * are expanded in a context that nothing can be read beyond (a barrier). */
#include "instr/c/expand.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum {
    PRODUCED_MAX = 1 << 21, /* tokens that one invocation may make or copy */
    DEPTH_MAX = 500,        /* arguments within arguments */
};

struct expand_context {
    const struct token *tokens;
    size_t pos, len;
    struct macro *macro; /* disabled while here, or NULL */
    uint32_t invocation;
    bool barrier;
};

struct token_list {
    struct token *items;
    size_t len, cap;
};

/* A macro argument: its tokens, and their expansion, made when first needed. */
struct argument {
    struct token_list raw, expanded;
    bool is_expanded;
};

void expand_open(struct expander *expander, struct source *source, bool rewritten, struct idents *idents)
{
    *expander = (struct expander){.source = source, .idents = idents};
    line_map_open(&expander->line_map, source, rewritten);
    lex_open(&expander->lexer, idents, source->text, 0, (uint32_t)source->len);
    expand_forget(expander);
}

void expand_close(struct expander *expander)
{
    free(expander->contexts);
    free(expander->invocations);
    free(expander->uses);
    directive_close(expander);
    line_map_close(&expander->line_map);
    arena_free(&expander->arena);
    arena_free(&expander->macros);
    *expander = (struct expander){0};
}

void expand_end(struct expander *expander)
{
    arena_free(&expander->arena);
    arena_free(&expander->macros);
}

void expand_predefine(struct expander *expander, const char *text, size_t len)
{
    struct lexer source = expander->lexer;
    lex_open(&expander->lexer, expander->idents, text, 0, (uint32_t)len);
    while (directive_next(expander).kind != TOKEN_EOF)
        continue;
    expander->lexer = source;
}

/* Makes room for `more`. Lists live in the arena: where one can't be made longer growing copies, and the old array is
 * left to the arena. */
static void list_reserve(struct expander *expander, struct token_list *list, size_t more)
{
    if (list->cap - list->len >= more)
        return;
    size_t cap = list->cap ? list->cap * 2 : 8;
    while (cap - list->len < more)
        cap *= 2;
    if (list->cap &&
        arena_extend(&expander->arena, list->items, list->cap * sizeof *list->items, cap * sizeof *list->items)) {
        list->cap = cap;
        return;
    }
    struct token *items = arena_alloc(&expander->arena, cap * sizeof *items);
    if (list->len)
        memcpy(items, list->items, list->len * sizeof *items);
    list->items = items;
    list->cap = cap;
}

static void list_add(struct expander *expander, struct token_list *list, const struct token *token)
{
    list_reserve(expander, list, 1);
    list->items[list->len++] = *token;
}

static void context_push(struct expander *expander, struct expand_context context)
{
    expander->contexts =
        array_grow(expander->contexts, expander->context_count, &expander->context_cap, sizeof *expander->contexts);
    expander->contexts[expander->context_count++] = context;
    if (context.macro)
        context.macro->disabled = true;
}

static void context_pop(struct expander *expander)
{
    struct expand_context *top = &expander->contexts[--expander->context_count];
    if (top->macro)
        top->macro->disabled = false;
}

static struct expand_context *context_top(struct expander *expander)
{
    return expander->context_count ? &expander->contexts[expander->context_count - 1] : NULL;
}

/* Leaves contexts that are read up. The one that remains, or NULL for the raw text; at a barrier, that barrier. */
static inline struct expand_context *context_settle(struct expander *expander)
{
    struct expand_context *top;
    while ((top = context_top(expander)) && top->pos == top->len && !top->barrier)
        context_pop(expander);
    return top;
}

void expand_forget(struct expander *expander)
{
    bool under_way = context_settle(expander) != NULL; /* what it made is in more than one declaration */
    struct invocation kept = {0};
    if (under_way)
        kept = expander->invocations[expander->contexts[0].invocation];
    for (size_t i = 0; i < expander->context_count; i++)
        expander->contexts[i].invocation = 1;
    expander->invocation_count = 0;
    for (int i = 0; i <= under_way; i++) {
        expander->invocations = array_grow(expander->invocations, expander->invocation_count, &expander->invocation_cap,
                                           sizeof *expander->invocations);
        expander->invocations[expander->invocation_count++] = i ? kept : (struct invocation){0};
    }
    expander->overflow = false;
}

/* Between invocations nothing refers to the arena. */
static void idle(struct expander *expander)
{
    if (expander->produced == 0)
        return;
    expander->produced = 0;
    arena_reset(&expander->arena);
}

/* The next token of `top`, or, where that is NULL, of the raw text. */
static inline struct token token_take_from(struct expander *expander, struct expand_context *top)
{
    if (top) {
        if (top->pos == top->len)
            return (struct token){.kind = TOKEN_EOF};
        struct token token = top->tokens[top->pos++];
        token.invocation = top->invocation;
        return token;
    }
    if (expander->has_pushed_back) {
        expander->has_pushed_back = false;
        return expander->pushed_back;
    }
    return directive_next(expander);
}

static struct token token_take(struct expander *expander)
{
    return token_take_from(expander, context_settle(expander));
}

/* Is the next token an opening parenthesis? Then it is taken. */
static bool paren_take(struct expander *expander)
{
    struct expand_context *top = context_settle(expander);
    if (top) {
        if (top->pos == top->len || !token_is(&top->tokens[top->pos], '('))
            return false;
        top->pos++;
        return true;
    }
    struct token token = token_take(expander);
    if (token_is(&token, '('))
        return true;
    expander->pushed_back = token;
    expander->has_pushed_back = true;
    return false;
}

static void too_large(struct expander *expander)
{
    expander->overflow = expander->overflowed = true;
    while (expander->context_count && !context_top(expander)->barrier)
        context_pop(expander);
}

static bool produced_add(struct expander *expander, size_t count)
{
    expander->produced += count;
    if (expander->produced > PRODUCED_MAX)
        too_large(expander);
    return !expander->overflow;
}

static struct brace *brace_new(struct expander *expander, uint32_t end)
{
    struct brace *brace = arena_alloc(&expander->idents->arena, sizeof *brace);
    *brace = (struct brace){.end = end};
    return brace;
}

/* Reads the arguments behind the opening parenthesis, to the one that closes it. NULL at the end of the text, or when
 * it is too much: arguments within arguments are copied on every level. */
static struct argument *arguments_read(struct expander *expander, const struct macro *macro, uint32_t invocation,
                                       size_t *count)
{
    size_t cap = macro->param_count + 1, len = 1;
    struct argument *args = arena_alloc(&expander->arena, cap * sizeof *args);
    memset(args, 0, cap * sizeof *args);
    for (size_t depth = 0;;) {
        struct token token = token_take(expander);
        if (token.kind == TOKEN_EOF)
            return NULL;
        if (token.kind == TOKEN_PRAGMA)
            continue;
        if (expander->context_count && !produced_add(expander, 1))
            return NULL;
        if (token.invocation == 0 && token.end > expander->invocations[invocation].end)
            expander->invocations[invocation].end = token.end;
        if (token.invocation == 0 && token_is(&token, '{'))
            token.brace = brace_new(expander, token.end);
        if (token_is(&token, ')') && depth-- == 0)
            break;
        if (token_is(&token, '('))
            depth++;
        bool in_rest = macro->variadic && len == macro->param_count;
        if (token_is(&token, ',') && depth == 0 && !in_rest && len < cap)
            len++;
        else
            list_add(expander, &args[len - 1].raw, &token);
    }
    *count = len;
    return args;
}

/* Is any of its tokens to be replaced, or to be painted? */
static bool names_macro(const struct argument *arg)
{
    for (size_t i = 0; i < arg->raw.len; i++) {
        const struct token *token = &arg->raw.items[i];
        if (token->kind == TOKEN_IDENT && token->ident->macro && !token->no_expand)
            return true;
    }
    return false;
}

static const struct token_list *argument_expanded(struct expander *expander, struct argument *arg, uint32_t invocation)
{
    if (arg->is_expanded)
        return &arg->expanded;
    arg->is_expanded = true;
    if (!names_macro(arg)) {
        arg->expanded = arg->raw;
        return &arg->expanded;
    }
    if (++expander->depth > DEPTH_MAX)
        too_large(expander);
    if (!expander->overflow) {
        context_push(expander, (struct expand_context){arg->raw.items, 0, arg->raw.len, NULL, invocation, true});
        for (struct token token; (token = expand_next(expander)).kind != TOKEN_EOF && !expander->overflow;)
            list_add(expander, &arg->expanded, &token);
        while (!context_top(expander)->barrier)
            context_pop(expander);
        context_pop(expander);
    }
    expander->depth--;
    return &arg->expanded;
}

static bool is_va_opt(const struct expander *expander, const struct token *token)
{
    return token->kind == TOKEN_IDENT && token->ident == expander->idents->va_opt;
}

/* The braces beside a ##, and all where #__VA_OPT__ makes a string of we don't look what. */
static void braces_fix(const struct expander *expander, const struct macro *macro)
{
    bool all = false;
    for (size_t i = 0; i + 1 < macro->body_len; i++)
        all |= token_is(&macro->body[i], '#') && is_va_opt(expander, &macro->body[i + 1]);
    for (size_t i = 0; i < macro->body_len; i++) {
        bool pasted = (i > 0 && token_is(&macro->body[i - 1], PUNCT_PASTE)) ||
                      (i + 1 < macro->body_len && token_is(&macro->body[i + 1], PUNCT_PASTE));
        if (token_is(&macro->body[i], '{') && macro->body[i].brace)
            macro->body[i].brace->fixed = all || pasted;
    }
}

/* Lexes the body and marks its parameters. */
static void body_prepare(struct expander *expander, struct macro *macro)
{
    struct lexer lexer;
    lex_open(&lexer, expander->idents, macro->text, macro->body_begin, macro->body_end);
    struct token *body = NULL;
    size_t len = 0, cap = 0;
    bool in_text = macro->text == expander->source->text;
    for (struct token token; (token = lex_next(&lexer)).kind != TOKEN_EOF;) {
        if (in_text && token_is(&token, '{'))
            token.brace = brace_new(expander, token.end);
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
    braces_fix(expander, macro);
}

/* C11 6.10.3.3: one token from the spellings of two. */
static struct token tokens_paste(struct expander *expander, const struct token *left, const struct token *right)
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

static void substitute(struct expander *expander, struct substitution *sub, size_t begin, size_t end);

static void add_all(struct expander *expander, struct token_list *out, const struct token_list *list, size_t from)
{
    if (!produced_add(expander, list->len) || from >= list->len)
        return;
    list_reserve(expander, out, list->len - from);
    memcpy(out->items + out->len, list->items + from, (list->len - from) * sizeof *out->items);
    out->len += list->len - from;
}

/* The argument that a token of the body stands for, or NULL. */
static struct argument *argument_of(const struct substitution *sub, const struct token *token)
{
    return token->kind == TOKEN_IDENT && token->param ? &sub->args[token->param - 1] : NULL;
}

/* Does the token of the body stand for the rest of the arguments? */
static bool is_rest(const struct substitution *sub, const struct token *token)
{
    return sub->macro->variadic && token->kind == TOKEN_IDENT && token->param == sub->macro->param_count;
}

static bool rest_is_empty(const struct substitution *sub)
{
    return sub->args[sub->macro->param_count - 1].raw.len == 0;
}

/* The index behind the parenthesis that closes the one at body[open]. */
static size_t body_paren_end(const struct macro *macro, size_t open, size_t end)
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

/* Puts the operand at body[i] behind a ##, joined to what came last. */
static void paste_operand(struct expander *expander, struct substitution *sub, const struct token *operand,
                          bool left_empty)
{
    struct token_list one = {.items = (struct token *)operand, .len = 1};
    const struct argument *arg = argument_of(sub, operand);
    const struct token_list *list = arg ? &arg->raw : &one;
    if (list->len == 0)
        return;
    if (left_empty || sub->out.len == 0) {
        add_all(expander, &sub->out, list, 0);
        return;
    }
    struct token *last = &sub->out.items[sub->out.len - 1];
    if (token_is(last, ',') && is_rest(sub, operand)) {
        add_all(expander, &sub->out, list, 0);
        return;
    }
    *last = tokens_paste(expander, last, &list->items[0]);
    add_all(expander, &sub->out, list, 1);
}

/* `a ## b ## c` from body[i] on; returns the index behind the last operand. */
static size_t paste_chain(struct expander *expander, struct substitution *sub, size_t i, size_t end)
{
    const struct token *body = sub->macro->body, *first = &body[i];
    size_t before = sub->out.len;
    const struct argument *arg = argument_of(sub, first);
    if (arg)
        add_all(expander, &sub->out, &arg->raw, 0);
    else
        list_add(expander, &sub->out, first);
    for (i++; i + 1 < end && token_is(&body[i], PUNCT_PASTE); i += 2) {
        const struct token *operand = &body[i + 1];
        if (is_rest(sub, operand) && rest_is_empty(sub) && sub->out.len > before &&
            token_is(&sub->out.items[sub->out.len - 1], ','))
            sub->out.len--; /* GNU: `, ## args` without args takes the comma away */
        else
            paste_operand(expander, sub, operand, sub->out.len == before);
    }
    return i;
}

/* A string is made of it. */
static void argument_fix(const struct argument *arg)
{
    for (size_t i = 0; i < arg->raw.len; i++) {
        if (token_is(&arg->raw.items[i], '{') && arg->raw.items[i].brace)
            arg->raw.items[i].brace->fixed = true;
    }
}

static void substitute(struct expander *expander, struct substitution *sub, size_t begin, size_t end)
{
    const struct macro *macro = sub->macro;
    for (size_t i = begin; i < end && !expander->overflow;) {
        const struct token *token = &macro->body[i], *next = i + 1 < end ? token + 1 : NULL;
        struct argument *arg = argument_of(sub, token), *named;
        if (next && macro->function_like && token_is(token, '#') && (named = argument_of(sub, next))) {
            struct token string = {.kind = TOKEN_STRING, .text = "\"\"", .len = 2};
            argument_fix(named);
            list_add(expander, &sub->out, &string);
            i += 2;
        } else if (macro->variadic && is_va_opt(expander, token) && next && token_is(next, '(')) {
            size_t after = body_paren_end(macro, i + 1, end);
            if (!rest_is_empty(sub))
                substitute(expander, sub, i + 2, after - 1);
            i = after;
        } else if (next && token_is(next, PUNCT_PASTE)) {
            i = paste_chain(expander, sub, i, end);
        } else {
            if (arg)
                add_all(expander, &sub->out, argument_expanded(expander, arg, sub->invocation), 0);
            else if (produced_add(expander, 1))
                list_add(expander, &sub->out, token);
            i++;
        }
    }
}

static uint32_t invocation_of(struct expander *expander, const struct token *name)
{
    if (name->invocation)
        return name->invocation;
    expander->invocations = array_grow(expander->invocations, expander->invocation_count, &expander->invocation_cap,
                                       sizeof *expander->invocations);
    expander->invocations[expander->invocation_count] = (struct invocation){name->begin, name->end};
    return (uint32_t)expander->invocation_count++;
}

/* Replaces the macro whose name is `name` by its expansion on the stack. False: it is no invocation, the name stands.
 */
static bool macro_enter(struct expander *expander, const struct token *name)
{
    struct macro *macro = name->ident->macro;
    if (macro->function_like && !paren_take(expander))
        return false;
    struct substitution sub = {.macro = macro, .invocation = invocation_of(expander, name)};
    if (!macro->body_ready)
        body_prepare(expander, macro);
    size_t count = 0;
    if (macro->function_like && (sub.args = arguments_read(expander, macro, sub.invocation, &count)) == NULL)
        return true;
    substitute(expander, &sub, 0, macro->body_len);
    if (!expander->overflow)
        context_push(expander, (struct expand_context){sub.out.items, 0, sub.out.len, macro, sub.invocation, false});
    return true;
}

struct token expand_next(struct expander *expander)
{
    for (;;) {
        struct expand_context *top = context_settle(expander);
        if (top == NULL)
            idle(expander);
        struct token token = token_take_from(expander, top);
        if (token.kind != TOKEN_IDENT || token.ident->macro == NULL || token.no_expand)
            return token;
        if (token.ident->macro->disabled) {
            token.no_expand = true;
            return token;
        }
        if (!macro_enter(expander, &token))
            return token;
    }
}

void expand_note_brace(struct expander *expander, const struct token *token)
{
    if (token->invocation == 0 || !token_is(token, '{') || token->brace == NULL)
        return;
    expander->uses = array_grow(expander->uses, expander->use_count, &expander->use_cap, sizeof *expander->uses);
    expander->uses[expander->use_count++] =
        (struct brace_use){token->brace, expander->invocations[token->invocation].begin};
}

void expand_line(struct expander *expander, const struct lexer *line)
{
    while (expander->context_count)
        context_pop(expander);
    idle(expander);
    expand_forget(expander);
    expander->has_pushed_back = false;
    expander->lexer = *line;
    expander->lexer.at_line_start = false;
}

struct token expand_next_raw(struct expander *expander)
{
    return token_take(expander);
}

void expand_place(const struct expander *expander, struct token *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].invocation) {
            tokens[i].begin = expander->invocations[tokens[i].invocation].begin;
            tokens[i].end = expander->invocations[tokens[i].invocation].end;
        }
    }
}
