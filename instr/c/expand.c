/* The macro expander (C11 6.10.3).
 *
 * In: the text's tokens (directive.c). Out: the tokens after expansion, each with the invocation it came from.
 *
 * Method: a stack of contexts over the text; each is a list of tokens with a read position. A macro is disabled while
 * its context is on the stack; its name, if read meanwhile, is painted and never expands again. An argument is expanded
 * in a context that is a barrier: nothing is read beyond it. What an invocation is replaced by is made in
 * substitute.c. */
#include "instr/c/substitute.h"

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
    struct macro *macro; /* disabled while the context is on the stack, or NULL */
    uint32_t invocation;
    bool barrier;
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

static void expand_push(struct expander *expander, struct expand_context context)
{
    expander->contexts =
        array_grow(expander->contexts, expander->context_count, &expander->context_cap, sizeof *expander->contexts);
    expander->contexts[expander->context_count++] = context;
    if (context.macro)
        context.macro->disabled = true;
}

static void expand_pop(struct expander *expander)
{
    struct expand_context *top = &expander->contexts[--expander->context_count];
    if (top->macro)
        top->macro->disabled = false;
}

static struct expand_context *expand_top(struct expander *expander)
{
    return expander->context_count ? &expander->contexts[expander->context_count - 1] : NULL;
}

/* Pops contexts that have been read to their end, but no barrier. The top, or NULL for the text. */
static inline struct expand_context *expand_settle(struct expander *expander)
{
    struct expand_context *top;
    while ((top = expand_top(expander)) && top->pos == top->len && !top->barrier)
        expand_pop(expander);
    return top;
}

void expand_forget(struct expander *expander)
{
    bool under_way = expand_settle(expander) != NULL; /* its tokens belong to several declarations */
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

/* Outside of invocations nothing refers to the arena. */
static void expand_idle(struct expander *expander)
{
    if (expander->produced == 0)
        return;
    expander->produced = 0;
    arena_reset(&expander->arena);
}

/* The next token of `top`, or of the text if that is NULL. */
static inline struct token expand_take_from(struct expander *expander, struct expand_context *top)
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

struct token expand_next_raw(struct expander *expander)
{
    return expand_take_from(expander, expand_settle(expander));
}

/* Takes the next token if it is an opening parenthesis. */
static bool expand_take_paren(struct expander *expander)
{
    struct expand_context *top = expand_settle(expander);
    if (top) {
        if (top->pos == top->len || !token_is(&top->tokens[top->pos], '('))
            return false;
        top->pos++;
        return true;
    }
    struct token token = expand_next_raw(expander);
    if (token_is(&token, '('))
        return true;
    expander->pushed_back = token;
    expander->has_pushed_back = true;
    return false;
}

static void expand_too_large(struct expander *expander)
{
    expander->overflow = expander->overflowed = true;
    while (expander->context_count && !expand_top(expander)->barrier)
        expand_pop(expander);
}

bool expand_produced(struct expander *expander, size_t count)
{
    expander->produced += count;
    if (expander->produced > PRODUCED_MAX)
        expand_too_large(expander);
    return !expander->overflow;
}

static uint32_t expand_invocation(struct expander *expander, const struct token *name)
{
    if (name->invocation)
        return name->invocation;
    expander->invocations = array_grow(expander->invocations, expander->invocation_count, &expander->invocation_cap,
                                       sizeof *expander->invocations);
    expander->invocations[expander->invocation_count] = (struct invocation){name->begin, name->end};
    return (uint32_t)expander->invocation_count++;
}

/* Pushes the expansion of the macro `name`. False: it is not an invocation; the name stands for itself. */
static bool expand_enter(struct expander *expander, const struct token *name)
{
    struct macro *macro = name->ident->macro;
    struct token_list out = {0};
    if (macro->function_like && !expand_take_paren(expander))
        return false;
    uint32_t invocation = expand_invocation(expander, name);
    if (substitute_macro(expander, macro, invocation, &out))
        expand_push(expander, (struct expand_context){out.items, 0, out.len, macro, invocation, false});
    return true;
}

struct token expand_next(struct expander *expander)
{
    for (;;) {
        struct expand_context *top = expand_settle(expander);
        if (top == NULL)
            expand_idle(expander);
        struct token token = expand_take_from(expander, top);
        if (token.kind != TOKEN_IDENT || token.ident->macro == NULL || token.no_expand)
            return token;
        if (token.ident->macro->disabled) {
            token.no_expand = true;
            return token;
        }
        if (!expand_enter(expander, &token))
            return token;
    }
}

void expand_isolated(struct expander *expander, const struct token_list *list, uint32_t invocation,
                     struct token_list *out)
{
    if (++expander->depth > DEPTH_MAX)
        expand_too_large(expander);
    if (!expander->overflow) {
        expand_push(expander, (struct expand_context){list->items, 0, list->len, NULL, invocation, true});
        for (struct token token; (token = expand_next(expander)).kind != TOKEN_EOF && !expander->overflow;)
            token_list_add(out, &expander->arena, &token);
        while (!expand_top(expander)->barrier)
            expand_pop(expander);
        expand_pop(expander);
    }
    expander->depth--;
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
        expand_pop(expander);
    expand_idle(expander);
    expand_forget(expander);
    expander->has_pushed_back = false;
    expander->lexer = *line;
    expander->lexer.at_line_start = false;
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
