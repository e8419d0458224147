/* In: the tokens of an expression. Out: a list of right operands of && and ||, and of choices.
 *
 * The grammar of expressions matters from the conditional operator to && only (6.5.13 to 6.5.17). Whatever binds
 * tighter than && is a leaf: a run of tokens and bracketed groups. Groups are searched by the same rules. The right
 * operand of
 *
 * may be an &&. Its probe then goes before the first leaf of that &&, so that the two operators stay neighbours and
 * compilers warn of their precedence as before.
 *
 * With a probe, an operand is no constant expression, and no null pointer constant. So constants are no operands here,
 * and a condition with a constant part has no arms, nor has one with __builtin_constant_p. An identifier counts as a
 * variable unless it is known as an enumerator. */
#include "instr/instrument/operand.h"

#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

enum { DEPTH_MAX = 1000 }; /* nested brackets and choices; what is deeper has no operands */

struct operand_walker {
    struct operand_list *list;
    const struct token *tokens;
    uint32_t pos, end; /* end: behind the last token */
    unsigned depth;
};

static void operand_walk_list(struct operand_walker *w, bool in_braces);
static void operand_walk_conditional(struct operand_walker *w, bool in_braces);

static bool operand_is_spelled(const struct token *token, const char *text)
{
    return token_is(token, PUNCT_LONGER) && token_is_spelled(token, text);
}

static bool operand_is_assignment(const struct token *token)
{
    if (token_is(token, '='))
        return true;
    if (!token_is(token, PUNCT_LONGER) || token->text[token->len - 1] != '=')
        return false;
    return !operand_is_spelled(token, "==") && !operand_is_spelled(token, "!=") && !operand_is_spelled(token, "<=") &&
           !operand_is_spelled(token, ">=");
}

/* The index of the bracket that closes the one at `open`, or `end`. */
static uint32_t operand_group_end(const struct token *tokens, uint32_t open, uint32_t end)
{
    unsigned long depth = 0;
    for (uint32_t i = open; i < end; i++) {
        depth += token_opens(&tokens[i]);
        depth -= token_closes(&tokens[i]);
        if (depth == 0)
            return i;
    }
    return end;
}

/* Does the group at `open` begin with a type (a cast, a compound literal)? A typedef's name is not recognised. */
static bool operand_is_type_name(const struct token *tokens, uint32_t open)
{
    switch (token_keyword(&tokens[open + 1])) {
    case KW_TYPE:
    case KW_RECORD:
    case KW_TYPEOF:
        return true;
    default:
        return false;
    }
}

/* Is the group at `open` unevaluated, or an argument of a __builtin_ function? */
static bool operand_is_passed_over(const struct token *tokens, uint32_t open)
{
    if (token_is(&tokens[open], '{') || !token_is(&tokens[open], '('))
        return false;
    const struct token *before = &tokens[open - 1];
    switch (token_keyword(before)) {
    case KW_UNEVALUATED:
    case KW_TYPEOF:
    case KW_STATIC_ASSERT:
    case KW_ATTRIBUTE:
    case KW_PRAGMA:
        return true;
    default:
        break;
    }
    if (before->kind == TOKEN_IDENT && strncmp(before->ident->name, "__builtin_", 10) == 0)
        return strncmp(before->ident->name, "__builtin_expect", 16) != 0;
    return token_is(&tokens[open + 1], '{') || operand_is_type_name(tokens, open);
}

/* Is the expression constant, as far as its tokens tell? */
static bool operand_is_constant(const struct token *tokens, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) {
        const struct token *token = &tokens[i];
        if (token_is(token, '(') && token_is(&tokens[i + 1], '{'))
            return false;
        if (token_is(token, '(') && i > first && operand_is_passed_over(tokens, i)) {
            i = operand_group_end(tokens, i, last);
            continue;
        }
        bool names_type = i > first && token_is(&tokens[i - 1], '(') && i + 2 <= last &&
                          tokens[last].kind == TOKEN_NUMBER && token_is(&tokens[last - 1], ')'); /* (type)0 */
        if (token->kind == TOKEN_IDENT && token->ident->keyword == KW_NONE && !token->ident->is_constant && !names_type)
            return false;
    }
    return true;
}

/* Does the expression contain __builtin_constant_p or the like? */
static bool operand_asks_compiler(const struct token *tokens, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) {
        if (token_keyword(&tokens[i]) == KW_UNEVALUATED && strncmp(tokens[i].ident->name, "__builtin_", 10) == 0)
            return true;
    }
    return false;
}

/* Is the && at pos a binary operator? Else it is GNU's address of a label. */
static bool operand_is_binary(const struct operand_walker *w, uint32_t first)
{
    const struct token *before = &w->tokens[w->pos - 1], *behind = &w->tokens[w->pos + 1];
    if (w->pos == first)
        return false;
    if (before->kind == TOKEN_IDENT)
        return before->ident->keyword == KW_NONE;
    if (before->kind == TOKEN_NUMBER || before->kind == TOKEN_STRING || before->kind == TOKEN_CHAR)
        return true;
    if (operand_is_spelled(before, "++") || operand_is_spelled(before, "--") || token_is(before, ']') ||
        token_is(before, '}'))
        return true;
    /* `(name)&&label` may be a cast of a label's address */
    return token_is(before, ')') && !(behind->kind == TOKEN_IDENT && behind->ident->is_label);
}

static bool operand_is_logical(const struct operand_walker *w, uint32_t first)
{
    const struct token *token = &w->tokens[w->pos];
    return operand_is_spelled(token, "||") || (operand_is_spelled(token, "&&") && operand_is_binary(w, first));
}

/* Searches the group at pos and skips it. */
static void operand_walk_group(struct operand_walker *w)
{
    uint32_t open = w->pos, close = operand_group_end(w->tokens, open, w->end);
    w->pos++;
    w->depth++;
    if (!operand_is_passed_over(w->tokens, open))
        operand_walk_list(w, token_is(&w->tokens[open], '{'));
    w->depth--;
    w->pos = close < w->end ? close + 1 : w->end;
}

/* Skips a leaf and searches its groups. */
static void operand_walk_leaf(struct operand_walker *w)
{
    uint32_t first = w->pos;
    bool unevaluated = false; /* behind sizeof without parentheses; where its operand ends does not matter */
    while (w->pos < w->end) {
        const struct token *token = &w->tokens[w->pos];
        if (token_is(token, ',') || token_is(token, '?') || token_is(token, ':') || token_is(token, ';') ||
            token_closes(token) || operand_is_assignment(token) || operand_is_logical(w, first))
            return;
        if (token_opens(token) && unevaluated)
            w->pos = operand_group_end(w->tokens, w->pos, w->end);
        if (token_opens(token) && !unevaluated) {
            operand_walk_group(w);
        } else {
            unevaluated |= token_keyword(token) == KW_UNEVALUATED && !token_is(token + 1, '(');
            w->pos += w->pos < w->end;
        }
    }
}

/* Reserves the operand's place in the list, before the operands within it. */
static size_t operand_reserve(struct operand_walker *w)
{
    struct operand_list *list = w->list;
    list->items = array_grow(list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count] = (struct operand){.first = 1, .last = 0};
    return list->count++;
}

/* 6.5.13, 6.5.14. True: a leaf is constant. `first`: where the expression begins. */
static bool operand_walk_logical(struct operand_walker *w, uint32_t first)
{
    size_t alternative = SIZE_MAX; /* the current right operand of || */
    bool has_constant = false;
    for (;;) {
        uint32_t leaf = w->pos;
        bool is_right = leaf > first, is_or = is_right && operand_is_spelled(&w->tokens[leaf - 1], "||");
        size_t index = is_right ? operand_reserve(w) : SIZE_MAX;
        if (is_or)
            alternative = index;
        operand_walk_leaf(w);
        if (w->pos == leaf)
            return true; /* no leaf: a type, or an unknown construct */
        bool constant = operand_is_constant(w->tokens, leaf, w->pos - 1);
        has_constant |= constant;
        if (is_right && !constant)
            w->list->items[index] = (struct operand){.first = leaf, .last = w->pos - 1, .leaf_last = w->pos - 1};
        if (alternative != SIZE_MAX && w->list->items[alternative].leaf_last)
            w->list->items[alternative].last = w->pos - 1;
        if (w->pos >= w->end || !operand_is_logical(w, first))
            return has_constant;
        w->pos++;
    }
}

/* The b of GNU's `a ?: b`. */
static void operand_walk_otherwise(struct operand_walker *w)
{
    size_t index = operand_reserve(w);
    uint32_t first = w->pos;
    operand_walk_conditional(w, false);
    if (w->pos > first && !operand_is_constant(w->tokens, first, w->pos - 1))
        w->list->items[index] = (struct operand){.first = first, .last = w->pos - 1, .leaf_last = w->pos - 1};
}

/* 6.5.15, at the `?` behind the condition. */
static void operand_walk_choice(struct operand_walker *w, size_t index, uint32_t first, bool folds)
{
    struct operand choice = {.first = first, .last = w->pos - 1, .is_choice = true};
    w->pos++;
    if (w->pos < w->end && token_is(&w->tokens[w->pos], ':')) {
        w->pos++;
        operand_walk_otherwise(w);
        return;
    }
    uint32_t then_first = w->pos;
    operand_walk_list(w, false);
    if (w->pos >= w->end || !token_is(&w->tokens[w->pos], ':') || w->pos == then_first)
        return;
    choice.then_last = w->pos - 1;
    choice.else_first = ++w->pos;
    operand_walk_conditional(w, false);
    choice.else_last = w->pos - 1;
    if (w->pos > choice.else_first && !folds && !operand_asks_compiler(w->tokens, first, choice.last))
        w->list->items[index] = choice;
}

/* 6.5.15, 6.5.16: one assignment expression. */
static void operand_walk_conditional(struct operand_walker *w, bool in_braces)
{
    if (w->depth >= DEPTH_MAX)
        w->pos = w->end;
    while (w->pos < w->end) {
        uint32_t first = w->pos;
        size_t index = operand_reserve(w);
        bool folds = operand_walk_logical(w, first);
        if (w->pos >= w->end)
            return;
        const struct token *token = &w->tokens[w->pos];
        if (token_is(token, '?') && w->pos > first) {
            w->depth++;
            operand_walk_choice(w, index, first, folds);
            w->depth--;
            return;
        }
        bool designates = in_braces && token_is(token, ':'); /* GNU: { name: value } */
        if (!operand_is_assignment(token) && !designates)
            return;
        w->pos++;
    }
}

/* Comma-separated expressions; in braces, initialisers with their designators (6.7.9). */
static void operand_walk_list(struct operand_walker *w, bool in_braces)
{
    while (w->pos < w->end) {
        while (in_braces && w->pos < w->end && token_is(&w->tokens[w->pos], '['))
            w->pos = operand_group_end(w->tokens, w->pos, w->end) + 1;
        operand_walk_conditional(w, in_braces);
        if (w->pos >= w->end || !token_is(&w->tokens[w->pos], ','))
            return;
        w->pos++;
    }
}

/* Removes places that were reserved but not used. */
static void operand_settle(struct operand_list *list, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < list->count; i++) {
        if (list->items[i].first <= list->items[i].last)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

void operands_find(struct operand_list *list, const struct token *tokens, uint32_t first, uint32_t last)
{
    struct operand_walker w = {.list = list, .tokens = tokens, .pos = first, .end = last + 1};
    size_t from = list->count;
    for (; w.pos < w.end; w.pos++) {
        enum keyword keyword = token_keyword(&tokens[w.pos]);
        bool is_attribute = keyword == KW_ATTRIBUTE || token_is(&tokens[w.pos], '[');
        if (!is_attribute && keyword != KW_RETURN && keyword != KW_GOTO)
            break;
        w.pos += keyword == KW_ATTRIBUTE;
        if (is_attribute)
            w.pos = operand_group_end(tokens, w.pos, w.end);
    }
    operand_walk_list(&w, false);
    operand_settle(list, from);
}

/* From `=` to the expression's last token. */
static void operand_walk_initialiser(struct operand_walker *w)
{
    uint32_t first = w->pos++;
    operand_walk_conditional(w, false);
    w->pos -= w->pos > first + 1;
}

void operands_find_initialisers(struct operand_list *list, const struct token *tokens, uint32_t first, uint32_t last)
{
    struct operand_walker w = {.list = list, .tokens = tokens, .pos = first, .end = last + 1};
    size_t from = list->count;
    while (w.pos < w.end) {
        const struct token *token = &tokens[w.pos];
        if (token->kind == TOKEN_IDENT && strcmp(token->ident->name, "constexpr") == 0)
            break;
        if (token_opens(token))
            w.pos = operand_group_end(tokens, w.pos, w.end);
        else if (token_is(token, '='))
            operand_walk_initialiser(&w);
        w.pos += w.pos < w.end;
    }
    operand_settle(list, from);
}
