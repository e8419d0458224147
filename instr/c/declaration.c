/* External declarations. In: expanded tokens. Out: one declaration at a time.
 *
 * No types are needed to recognise a function definition. At nesting depth 0, a `{` opens a body if it follows a
 * declarator's parameter list (or the declarations of a K&R definition, 6.9.1), an initialiser if it follows `=`, and
 * a member list if it follows struct, union or enum. A declaration ends at a `;` at depth 0 or behind a body. */
#include "instr/c/declaration.h"

#include <stdlib.h>
#include <string.h>

#include "instr/c/noreturn.h"

#include "base/banned.h"

enum { TOKENS_FIRST = 8192 };

struct reader {
    struct expander *expander;
    struct declaration *declaration;
    bool in_initialiser;
    bool in_record;  /* behind struct, union or enum; a member list may follow */
    bool in_enum;    /* behind enum */
    bool has_params; /* behind a parenthesised group of a declarator */
    bool old_style;  /* K&R: in the parameter declarations */
    bool noreturn;   /* a token says that a function does not return */
    size_t start;    /* the declaration's first token; moved if a K&R guess proves wrong */
};

static const struct token *declaration_last(const struct reader *reader, size_t back)
{
    const struct declaration *d = reader->declaration;
    return d->count > back ? &d->tokens[d->count - 1 - back] : NULL;
}

static void declaration_store(struct reader *reader, const struct token *token)
{
    struct declaration *d = reader->declaration;
    if (d->cap == 0) { /* large enough for a mapping of its own, so that growing it leaves no holes in the heap */
        d->cap = TOKENS_FIRST;
        d->tokens = xmalloc(d->cap * sizeof *d->tokens);
    }
    d->tokens = array_grow(d->tokens, d->count, &d->cap, sizeof *d->tokens);
    d->tokens[d->count++] = *token;
    reader->noreturn |= noreturn_is_said(d->tokens, d->count - 1);
}

/* The state of an enumerator list (6.7.2.2). */
struct enumerators {
    bool announced; /* `enum` has been read, its list has not */
    long depth;     /* of the list's tokens; 0: not in a list */
    bool at_name;   /* behind `{` or `,` */
};

/* Marks the token if it is an enumerator. `depth` is the depth behind it. */
static void declaration_mark_enumerator(struct enumerators *e, const struct token *token, long depth)
{
    if (e->depth && depth < e->depth) {
        e->depth = 0;
    } else if (e->depth) {
        if (e->at_name && token->kind == TOKEN_IDENT)
            token->ident->is_constant = true;
        e->at_name = token_is(token, ',') && depth == e->depth;
    } else if (token_keyword(token) == KW_RECORD) {
        e->announced = token->ident->name[0] == 'e';
    } else if (e->announced && token_is(token, '{')) {
        *e = (struct enumerators){.depth = depth, .at_name = true};
    } else if (e->announced && token->kind == TOKEN_PUNCT && !token_is(token, ':')) {
        e->announced = false;
    }
}

static struct token declaration_token(struct reader *reader)
{
    struct token token = expand_next(reader->expander);
    expand_note_brace(reader->expander, &token);
    return token;
}

enum group_use { GROUP_DROP, GROUP_KEEP, GROUP_MEMBERS /* a member list: dropped, once its members are known */ };

/* Drops the tokens of a member list from `first` on, but its closing brace. */
static void declaration_drop_members(struct reader *reader, size_t first, bool noreturn)
{
    struct declaration *d = reader->declaration;
    struct token close = d->tokens[d->count - 1];
    if (reader->noreturn)
        noreturn_mark(d->tokens, first, d->count - 1);
    d->count = first;
    declaration_store(reader, &close);
    reader->noreturn = noreturn;
}

/* Reads up to the bracket that closes the one just read. False at the end of the text. */
static bool declaration_read_group(struct reader *reader, enum group_use use, struct enumerators enumerators)
{
    size_t first = reader->declaration->count;
    bool noreturn = reader->noreturn;
    if (use == GROUP_MEMBERS)
        reader->noreturn = false;
    for (long depth = 1; depth > 0;) {
        struct token token = declaration_token(reader);
        if (token.kind == TOKEN_EOF)
            return false;
        depth += token_depth(&token);
        declaration_mark_enumerator(&enumerators, &token, depth);
        if (use != GROUP_DROP || depth == 0)
            declaration_store(reader, &token);
    }
    if (use == GROUP_MEMBERS)
        declaration_drop_members(reader, first, noreturn);
    return true;
}

/* Do parentheses behind this token belong to it, rather than to a declarator? */
static bool declaration_takes_parens(const struct token *token)
{
    switch (token ? token_keyword(token) : KW_NONE) {
    case KW_ATTRIBUTE:
    case KW_ASM:
    case KW_TYPEOF:
    case KW_STATIC_ASSERT:
    case KW_UNEVALUATED:
    case KW_PRAGMA:
        return true;
    default:
        return false;
    }
}

/* Can this token, behind a parameter list, begin the parameter declarations of a K&R definition? */
static bool declaration_begins_old_style(const struct token *token)
{
    switch (token_keyword(token)) {
    case KW_TYPE:
    case KW_RECORD:
    case KW_TYPEOF:
        return true;
    case KW_NONE:
        return token->kind == TOKEN_IDENT;
    default:
        return false;
    }
}

/* Reads what a `{` at depth 0 opens. True: the declaration is complete. */
static bool declaration_read_brace(struct reader *reader, bool *eof)
{
    struct declaration *d = reader->declaration;
    bool is_body = reader->has_params && !reader->in_initialiser && !reader->in_record;
    d->body = d->count - 1;
    if (is_body && reader->old_style && !token_is(&d->tokens[d->body - 1], ';')) {
        for (size_t i = d->body;
             i-- > reader->start;) { /* not a K&R definition: the tokens before are another declaration */
            if (token_is(&d->tokens[i], ';')) {
                reader->start = i + 1;
                break;
            }
        }
    }
    bool is_enum = reader->in_record && reader->in_enum, is_list = reader->in_record && !reader->in_initialiser;
    enum group_use use = is_body ? GROUP_KEEP : is_list ? GROUP_MEMBERS : GROUP_DROP;
    reader->in_record = false;
    *eof = !declaration_read_group(reader, use, (struct enumerators){.depth = is_enum ? 1 : 0, .at_name = true});
    d->is_function = is_body && !*eof;
    return d->is_function;
}

/* Reads one declaration. False at the end of the text. */
static bool declaration_read(struct reader *reader)
{
    for (;;) {
        struct token token = declaration_token(reader);
        bool eof = false;
        if (token.kind == TOKEN_EOF)
            return false;
        if (token.kind == TOKEN_PRAGMA)
            continue;
        const struct token *before = declaration_last(reader, 0);
        if (reader->has_params && before && token_is(before, ')') && declaration_begins_old_style(&token))
            reader->old_style = true;
        bool parens_of_declarator = token_is(&token, '(') && !declaration_takes_parens(before);
        declaration_store(reader, &token);
        if (token_is(&token, '{')) {
            if (declaration_read_brace(reader, &eof))
                return true;
        } else if (token_is(&token, '(') || token_is(&token, '[')) {
            eof = !declaration_read_group(reader, reader->in_initialiser ? GROUP_DROP : GROUP_KEEP,
                                          (struct enumerators){0});
            reader->has_params |= parens_of_declarator && !reader->in_initialiser;
            reader->in_record &= !parens_of_declarator;
        } else if (token_is(&token, ';')) {
            if (!reader->old_style)
                return true;
            reader->in_record = false;
        } else if (token_is(&token, '=')) {
            reader->in_initialiser = true;
        } else if (token_is(&token, ',')) {
            reader->in_initialiser = false;
        } else if (token_keyword(&token) == KW_RECORD) {
            reader->in_record = true;
            reader->in_enum = token.ident->name[0] == 'e';
        } else if (token.kind == TOKEN_STRING || token_is(&token, '}')) {
            return true; /* extern "C" in a header for C and C++, or a stray brace: start over */
        } else if (token_is(&token, '*')) {
            reader->in_record = false;
        }
        if (eof)
            return false;
    }
}

static size_t declaration_group_end(const struct declaration *d, size_t open)
{
    long depth = 0;
    for (size_t i = open; i < d->count; i++) {
        depth += token_depth(&d->tokens[i]);
        if (depth == 0)
            return i;
    }
    return d->count - 1;
}

/* The name in a parenthesised declarator (6.7.6): `(f)`, `(*f(int))`. */
static const struct token *declaration_inner_name(const struct declaration *d, size_t open)
{
    const struct token *name = NULL;
    for (size_t i = open + 1; i < d->count && !token_is(&d->tokens[i], ')'); i++) {
        const struct token *token = &d->tokens[i];
        if (token_is(token, '(') && name == NULL && !declaration_takes_parens(token - 1))
            continue; /* the name is in the inner parentheses */
        if (token_is(token, '('))
            i = declaration_group_end(d, i);
        else if (token->kind == TOKEN_IDENT && token->ident->keyword == KW_NONE)
            name = token;
    }
    return name;
}

static const struct token *declaration_name(const struct declaration *d, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        if (token_depth(&d->tokens[i]) <= 0)
            continue;
        size_t close = declaration_group_end(d, i);
        const struct token *before = i > start ? &d->tokens[i - 1] : NULL;
        if (token_is(&d->tokens[i], '(') && !declaration_takes_parens(before)) {
            if (close + 1 < d->count && token_is(&d->tokens[close + 1], '('))
                return declaration_inner_name(d, i);
            return before && before->kind == TOKEN_IDENT && before->ident->keyword == KW_NONE ? before : NULL;
        }
        i = close;
    }
    return NULL;
}

static bool declaration_is_unprofiled(const struct ident *ident)
{
    static const char *const names[] = {"naked",
                                        "__naked__",
                                        "no_instrument_function",
                                        "__no_instrument_function__",
                                        "no_profile_instrument_function",
                                        "__no_profile_instrument_function__"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(ident->name, names[i]) == 0)
            return true;
    }
    return false;
}

static void declaration_read_specifiers(struct declaration *d, size_t start)
{
    for (size_t i = start; i < d->body; i++) {
        if (d->tokens[i].kind != TOKEN_IDENT)
            continue;
        d->is_static |= d->tokens[i].ident->keyword == KW_STATIC;
        d->is_inline |= d->tokens[i].ident->keyword == KW_INLINE;
        d->unprofiled |= declaration_is_unprofiled(d->tokens[i].ident);
    }
}

bool declaration_next(struct expander *expander, struct declaration *declaration)
{
    *declaration = (struct declaration){.tokens = declaration->tokens, .cap = declaration->cap};
    expand_forget(expander);
    struct reader reader = {.expander = expander, .declaration = declaration};
    if (!declaration_read(&reader))
        return false;
    size_t end = declaration->is_function ? declaration->body : declaration->count;
    if (declaration->is_function) {
        expand_place(expander, declaration->tokens, declaration->count);
        declaration_read_specifiers(declaration, reader.start);
    }
    const struct token *name = NULL;
    if (declaration->is_function || reader.noreturn)
        name = declaration_name(declaration, reader.start, end);
    if (name) {
        declaration->name = name->ident;
        declaration->name_offset = name->begin;
    }
    if (reader.noreturn)
        noreturn_mark(declaration->tokens, reader.start, declaration->count);
    return true;
}

void declaration_free(struct declaration *declaration)
{
    free(declaration->tokens);
    *declaration = (struct declaration){0};
}
