/* Functions that do not return, by their declarations.
 *
 * In: the tokens of a declaration, with its parameters, members or body. Out: marks on identifiers.
 *
 * Names have no scopes here: a mark holds for all objects and members with the name. If a marked function returns, its
 * call costs one more unit, and the counts are still right. */
#include "instr/c/noreturn.h"

#include "base/banned.h"

enum { NESTING_MAX = 200, NAMES_MAX = 16 }; /* declarators beyond these are not marked */

/* One declaration, member or parameter (6.7), as far as it has been read. */
struct noreturn_declaration {
    bool is_said;    /* by an attribute or a specifier */
    bool has_type;   /* its type is a typedef or a typeof that does not return */
    bool is_typedef; /* it declares types */
    bool in_initialiser, begun;
    const struct token *names[NAMES_MAX];
    size_t name_count;
};

bool noreturn_is_said(const struct token *tokens, size_t at)
{
    if (tokens[at].kind != TOKEN_IDENT)
        return false;
    const struct ident *ident = tokens[at].ident;
    return ident->says_noreturn || ident->is_noreturn ||
           (ident->diverts && at >= 2 && token_is(&tokens[at - 1], '(') && token_keyword(&tokens[at - 2]) == KW_TYPEOF);
}

/* The bracket that closes the group at `open`, or `end` - 1. */
static size_t noreturn_group_end(const struct token *tokens, size_t open, size_t end)
{
    long depth = 0;
    for (size_t i = open; i < end; i++) {
        depth += token_depth(&tokens[i]);
        if (depth == 0)
            return i;
    }
    return end - 1;
}

/* The bracket that opens the group which `close` closes, or `first`. */
static size_t noreturn_group_begin(const struct token *tokens, size_t first, size_t close)
{
    long depth = 0;
    for (size_t i = close; i > first; i--) {
        depth -= token_depth(&tokens[i]);
        if (depth == 0)
            return i;
    }
    return first;
}

/* The declaration is complete: marks its names. */
static void noreturn_finish(struct noreturn_declaration *d)
{
    for (size_t i = 0; i < d->name_count; i++) {
        const struct token *name = d->names[i];
        bool returns_type = !d->is_said && token_is(name + 1, '('); /* a function that returns a pointer */
        if ((!d->is_said && !d->has_type) || returns_type)
            continue;
        name->ident->is_noreturn |= d->is_typedef;
        name->ident->diverts |= !d->is_typedef;
    }
    *d = (struct noreturn_declaration){0};
}

/* Can a declared name stand before this token? */
static bool noreturn_may_follow_name(const struct token *token)
{
    return token_is(token, '(') || token_is(token, '[') || token_is(token, ')') || token_is(token, '=') ||
           token_is(token, ',') || token_is(token, ';') || token_is(token, '{') ||
           token_keyword(token) == KW_ATTRIBUTE || token_keyword(token) == KW_ASM;
}

static void noreturn_take_word(struct noreturn_declaration *d, const struct token *tokens, size_t at, size_t end)
{
    const struct ident *ident = tokens[at].ident;
    bool is_last = at + 1 == end || noreturn_may_follow_name(&tokens[at + 1]);
    d->is_said |= ident->says_noreturn;
    d->is_typedef |= ident->keyword == KW_TYPEDEF;
    if (ident->is_noreturn && !(is_last && d->begun && d->is_typedef))
        d->has_type = true;
    else if (ident->keyword == KW_NONE && is_last && d->begun && !d->in_initialiser && d->name_count < NAMES_MAX)
        d->names[d->name_count++] = &tokens[at];
}

/* Is the group at `open` that of an attribute, or of typeof? */
static bool noreturn_is_specifier(const struct token *tokens, size_t first, size_t open)
{
    enum keyword before = open > first ? token_keyword(&tokens[open - 1]) : KW_NONE;
    return before == KW_ATTRIBUTE || before == KW_TYPEOF ||
           (token_is(&tokens[open], '[') && token_is(&tokens[open + 1], '['));
}

static void noreturn_take_specifier(struct noreturn_declaration *d, const struct token *tokens, size_t open,
                                    size_t close)
{
    for (size_t i = open; i < close; i++) {
        bool is_word = tokens[i].kind == TOKEN_IDENT && tokens[i].ident->says_noreturn;
        d->is_said |= is_word;
        d->has_type |= !is_word && noreturn_is_said(tokens, i);
    }
}

/* Marks the names declared in first … end - 1, where semicolons and braces end a declaration; with `commas`, commas too. */
static void noreturn_mark_list(const struct token *tokens, size_t first, size_t end, bool commas, unsigned nesting)
{
    struct noreturn_declaration d = {0};
    for (size_t i = first; i < end && nesting < NESTING_MAX; i++) {
        const struct token *token = &tokens[i];
        size_t close = token_opens(token) ? noreturn_group_end(tokens, i, end) : i;
        bool is_declarator = token_is(token, '(') && close + 1 < end && token_is(&tokens[close + 1], '(');
        if (token_opens(token) && noreturn_is_specifier(tokens, first, i)) {
            noreturn_take_specifier(&d, tokens, i, close);
            i = close;
        } else if (token_is(token, '{') || (token_is(token, '(') && !is_declarator)) {
            if (token_is(token, '{'))
                noreturn_finish(&d);
            noreturn_mark_list(tokens, i + 1, close, token_is(token, '('), nesting + 1);
            i = close;
        } else if (token_is(token, '[')) {
            i = close;
        } else if (token_is(token, ';') || (commas && token_is(token, ','))) {
            noreturn_finish(&d);
            continue;
        } else if (token->kind == TOKEN_IDENT) {
            noreturn_take_word(&d, tokens, i, end);
        }
        d.in_initialiser = !token_is(token, ',') && (d.in_initialiser || token_is(token, '='));
        d.begun = true;
    }
    noreturn_finish(&d);
}

void noreturn_mark(const struct token *tokens, size_t first, size_t end)
{
    noreturn_mark_list(tokens, first, end, false, 0);
}

/* Do the parentheses contain a marked name that is not itself called, or a cast to a marked type? */
static bool noreturn_is_in(const struct token *tokens, size_t open, size_t close)
{
    for (size_t i = open + 1; i < close; i++) {
        if (tokens[i].kind == TOKEN_IDENT && ((tokens[i].ident->diverts && !token_is(&tokens[i + 1], '(')) ||
                                              (tokens[i].ident->is_noreturn && i > open + 1)))
            return true;
    }
    return false;
}

bool noreturn_is_called(const struct token *tokens, size_t first, size_t open)
{
    size_t at = open - 1;
    if (token_is(&tokens[at], ')'))
        return noreturn_is_in(tokens, noreturn_group_begin(tokens, first, at), at);
    while (at > first && token_is(&tokens[at], ']'))
        at = noreturn_group_begin(tokens, first, at) - 1;
    return at >= first && tokens[at].kind == TOKEN_IDENT && tokens[at].ident->diverts;
}
