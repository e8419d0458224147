/* The statement parser: recursive descent over expanded tokens, one function a grammar rule.
 *
 * Expressions are skipped, bracket by bracket, save that a statement expression `({ … })` is parsed as the compound
 * statement it is, unless it stands in an operand that is never run. Declarations are told from expressions without
 * knowing types: by their keywords, or by two names in a row; where that is ambiguous (`a * b;`) the declaration wins,
 * which is what the text means in every program that does anything. */
#include "instr/c/statement.h"

#include <string.h>

#include "instr/c/pragma.h"

#include "base/banned.h"

enum { NESTING_MAX = 4000 }; /* statements within statements; the stack bears ten times that */

struct parser {
    const struct token *tokens;
    uint32_t pos, end; /* end: index behind the function's last token */
    struct arena *arena;
    struct parse_error *error;
    unsigned nesting;
    bool ends_at_calls, spreads;
};

static struct stmt *parse_statement(struct parser *p);
static struct stmt *parse_item(struct parser *p);
static struct stmt *parse_compound(struct parser *p);

static const struct token *peek(const struct parser *p, uint32_t ahead)
{
    static const struct token eof = {.kind = TOKEN_EOF};
    return p->pos + ahead < p->end ? &p->tokens[p->pos + ahead] : &eof;
}

static bool at(const struct parser *p, int punct)
{
    return token_is(peek(p, 0), punct);
}

static struct stmt *fail(struct parser *p, const char *message)
{
    if (p->error->message == NULL)
        *p->error = (struct parse_error){message, p->pos < p->end ? p->pos : p->end - 1};
    return NULL;
}

static struct stmt *stmt_new(struct parser *p, enum stmt_kind kind)
{
    struct stmt *stmt = arena_alloc(p->arena, sizeof *stmt);
    *stmt = (struct stmt){.kind = kind, .first = p->pos, .last = p->pos, .open = NO_TOKEN};
    return stmt;
}

static struct stmt *stmt_end(struct parser *p, struct stmt *stmt)
{
    stmt->last = p->pos - 1;
    return stmt;
}

static bool opens(const struct token *token)
{
    return token_is(token, '(') || token_is(token, '[') || token_is(token, '{');
}

static bool closes(const struct token *token)
{
    return token_is(token, ')') || token_is(token, ']') || token_is(token, '}');
}

/* Is the operand whose parenthesis stands at `open` never run? */
static bool is_unevaluated(const struct parser *p, uint32_t open)
{
    enum keyword keyword = open > 0 ? token_keyword(&p->tokens[open - 1]) : KW_NONE;
    return keyword == KW_UNEVALUATED || keyword == KW_TYPEOF || keyword == KW_STATIC_ASSERT || keyword == KW_ATTRIBUTE;
}

/* Skips from the bracket at pos to behind the one that closes it. */
static bool skip_group(struct parser *p)
{
    unsigned long depth = 0;
    do {
        const struct token *token = peek(p, 0);
        if (token->kind == TOKEN_EOF)
            return fail(p, "unbalanced brackets") != NULL;
        depth += opens(token);
        depth -= closes(token);
        p->pos++;
    } while (depth > 0);
    return true;
}

/* Does the parenthesis at pos follow an operand, as that of a call does? A cast's to a type without a keyword looks the
 * same. */
static bool is_call(const struct parser *p)
{
    const struct token *before = &p->tokens[p->pos - 1];
    if (before->kind == TOKEN_IDENT)
        return before->ident->keyword == KW_NONE;
    if (!token_is(before, ')'))
        return token_is(before, ']');
    uint32_t open = p->pos - 1;
    for (unsigned long depth = 0; open > 0; open--) {
        depth += closes(&p->tokens[open]);
        depth -= opens(&p->tokens[open]);
        if (depth == 0)
            break;
    }
    enum keyword inside = token_keyword(&p->tokens[open + 1]);
    return inside != KW_TYPE && inside != KW_RECORD && inside != KW_TYPEOF;
}

/* Does the call whose parenthesis may stand at pos end a unit? */
static bool diverts(const struct parser *p)
{
    const struct token *before = &p->tokens[p->pos - 1];
    return at(p, '(') && ((before->kind == TOKEN_IDENT && before->ident->diverts) || (p->ends_at_calls && is_call(p)));
}

/* Skips to the token `stop` (or `stop2`) on nesting depth 0, which is not taken; statement expressions become
 * stmt->inner. */
static bool skip_expression(struct parser *p, struct stmt *stmt, int stop, int stop2)
{
    unsigned long depth = 0;
    struct stmt **tail = &stmt->inner;
    while (*tail)
        tail = &(*tail)->next;
    for (;; p->pos++) {
        const struct token *token = peek(p, 0);
        if (token->kind == TOKEN_EOF)
            return fail(p, "unbalanced brackets") != NULL;
        while (token_is(token, '(') && token_is(peek(p, 1), '{') && !is_unevaluated(p, p->pos)) {
            p->pos++;
            if ((*tail = parse_compound(p)) == NULL)
                return false;
            tail = &(*tail)->next;
            if (!at(p, ')'))
                return fail(p, "a statement expression is not closed") != NULL;
            p->pos++;
            token = peek(p, 0);
        }
        if (depth == 0 && (token_is(token, stop) || token_is(token, stop2)))
            return true;
        if (token_is(token, '(') && is_unevaluated(p, p->pos)) {
            if (!skip_group(p))
                return false;
            p->pos--;
            continue;
        }
        if (closes(token) && depth-- == 0)
            return fail(p, "unbalanced brackets") != NULL;
        stmt->leaves |= diverts(p);
        depth += opens(token);
    }
}

/* `(` expression `)`, as the head of a control statement. */
static bool parse_head(struct parser *p, struct stmt *stmt)
{
    if (!at(p, '('))
        return fail(p, "expected '(' behind a keyword") != NULL;
    stmt->open = p->pos++;
    if (!skip_expression(p, stmt, ')', ')'))
        return false;
    stmt->head_last = p->pos++;
    return true;
}

/* 6.8.4.1 */
static struct stmt *parse_if(struct parser *p)
{
    struct stmt *stmt = stmt_new(p, STMT_IF);
    p->pos++;
    if (!parse_head(p, stmt) || (stmt->body = parse_statement(p)) == NULL)
        return NULL;
    if (token_keyword(peek(p, 0)) == KW_ELSE) {
        p->pos++;
        if ((stmt->other = parse_statement(p)) == NULL)
            return NULL;
    }
    return stmt_end(p, stmt);
}

/* 6.8.4.2, 6.8.5.1, 6.8.5.3: keyword ( … ) statement */
static struct stmt *parse_controlled(struct parser *p, enum stmt_kind kind)
{
    struct stmt *stmt = stmt_new(p, kind);
    p->pos++;
    if (!parse_head(p, stmt) || (stmt->body = parse_statement(p)) == NULL)
        return NULL;
    return stmt_end(p, stmt);
}

/* 6.8.5.2 */
static struct stmt *parse_do(struct parser *p)
{
    struct stmt *stmt = stmt_new(p, STMT_DO);
    stmt->head_last = p->pos++;
    if ((stmt->body = parse_statement(p)) == NULL)
        return NULL;
    if (token_keyword(peek(p, 0)) != KW_WHILE)
        return fail(p, "expected 'while' behind a do statement's body");
    uint32_t head = stmt->head_last;
    stmt->tail_first = p->pos++;
    if (!parse_head(p, stmt))
        return NULL;
    stmt->head_last = head;
    if (!at(p, ';'))
        return fail(p, "expected ';' behind a do statement");
    p->pos++;
    return stmt_end(p, stmt);
}

/* keyword … ; */
static struct stmt *parse_simple(struct parser *p, enum stmt_kind kind)
{
    struct stmt *stmt = stmt_new(p, kind);
    if (!skip_expression(p, stmt, ';', ';'))
        return NULL;
    p->pos++;
    return stmt_end(p, stmt);
}

/* 6.8.1: case expression :, GNU case ranges, default : */
static struct stmt *parse_case(struct parser *p)
{
    struct stmt *stmt = stmt_new(p, STMT_LABEL);
    p->pos++;
    for (unsigned long colons = 1; colons > 0; p->pos++) {
        if (!skip_expression(p, stmt, ':', '?'))
            return NULL;
        if (at(p, '?'))
            colons++;
        else
            colons--;
    }
    return stmt_end(p, stmt);
}

static bool at_attribute(const struct parser *p)
{
    return token_keyword(peek(p, 0)) == KW_ATTRIBUTE || (at(p, '[') && token_is(peek(p, 1), '['));
}

static bool skip_attribute(struct parser *p)
{
    if (token_keyword(peek(p, 0)) == KW_ATTRIBUTE)
        p->pos++;
    return skip_group(p);
}

/* Does `ident *…` at pos go on as a declarator does? */
static bool is_pointer_declarator(const struct parser *p, uint32_t ahead)
{
    while (token_is(peek(p, ahead), '*') || token_keyword(peek(p, ahead)) == KW_TYPE)
        ahead++;
    if (peek(p, ahead)->kind != TOKEN_IDENT || token_keyword(peek(p, ahead)) != KW_NONE)
        return false;
    const struct token *behind = peek(p, ahead + 1);
    return token_is(behind, '=') || token_is(behind, ';') || token_is(behind, ',') || token_is(behind, '[') ||
           token_is(behind, '(') || token_keyword(behind) == KW_ATTRIBUTE || token_keyword(behind) == KW_ASM;
}

/* Does `ident (* ident) (` begin at pos: a pointer to function of a named type? */
static bool is_function_pointer(const struct parser *p)
{
    return token_is(peek(p, 1), '(') && token_is(peek(p, 2), '*') && peek(p, 3)->kind == TOKEN_IDENT &&
           token_is(peek(p, 4), ')') && token_is(peek(p, 5), '(');
}

/* Is what stands at pos, attributes and __extension__ behind it, a declaration (6.7)? */
static bool at_declaration(const struct parser *p)
{
    const struct token *token = peek(p, 0);
    switch (token_keyword(token)) {
    case KW_RECORD:
    case KW_TYPEDEF:
    case KW_STATIC:
    case KW_EXTERN:
    case KW_INLINE:
    case KW_NORETURN:
    case KW_TYPE:
    case KW_TYPEOF:
    case KW_STATIC_ASSERT:
    case KW_LABEL:
        return true;
    case KW_NONE:
        break;
    default:
        return false;
    }
    if (token->kind != TOKEN_IDENT)
        return false;
    const struct token *next = peek(p, 1);
    switch (token_keyword(next)) {
    case KW_TYPE:
    case KW_STATIC:
    case KW_EXTERN:
    case KW_TYPEDEF:
    case KW_ATTRIBUTE:
    case KW_RECORD:
    case KW_TYPEOF:
    case KW_INLINE:
        return true;
    case KW_NONE:
        return next->kind == TOKEN_IDENT || (token_is(next, '*') && is_pointer_declarator(p, 1)) ||
               is_function_pointer(p);
    default:
        return false;
    }
}

/* 6.7; also a nested function definition (GNU). */
static struct stmt *parse_declaration(struct parser *p, struct stmt *stmt)
{
    bool storage = false, record = false, params = false, initialised = false;
    stmt->kind = STMT_NULL;
    for (;; p->pos++) {
        const struct token *token = peek(p, 0);
        enum keyword keyword = token_keyword(token);
        storage |= keyword == KW_STATIC || keyword == KW_EXTERN || keyword == KW_TYPEDEF || keyword == KW_STATIC_ASSERT;
        record |= keyword == KW_RECORD;
        if (token_is(token, ';')) {
            p->pos++;
            return stmt_end(p, stmt);
        }
        if (token_is(token, '=')) {
            initialised = true;
            stmt->kind = storage ? STMT_NULL : STMT_DECL;
            p->pos++;
            if (!skip_expression(p, stmt, ';', ','))
                return NULL;
            p->pos--;
        } else if (token_is(token, '{') && params && !record && !initialised) {
            stmt->kind = STMT_FUNCTION;
            if ((stmt->body = parse_compound(p)) == NULL)
                return NULL;
            return stmt_end(p, stmt);
        } else if (opens(token)) {
            if (token_is(token, '(') && !is_unevaluated(p, p->pos)) {
                const struct token *before = &p->tokens[p->pos - 1];
                params = true;
                record = false;
                if (stmt->name == NULL && before->kind == TOKEN_IDENT)
                    stmt->name = before->ident;
            } else if (token_is(token, '{')) {
                record = false;
            }
            if (!skip_group(p))
                return NULL;
            p->pos--;
        } else if (token->kind == TOKEN_EOF || closes(token)) {
            return fail(p, "a declaration is not closed");
        } else if (token_is(token, '*')) {
            record = false;
        }
    }
}

/* Is what stands behind attributes (C23 6.8) a statement that isn't an expression? */
static bool at_other_statement(const struct parser *p)
{
    enum keyword keyword = token_keyword(peek(p, 0));
    return at(p, '{') || (keyword >= KW_IF && keyword <= KW_CONTINUE) ||
           (keyword == KW_NONE && peek(p, 0)->kind == TOKEN_IDENT && token_is(peek(p, 1), ':'));
}

/* Declaration or expression, attributes before it skipped. */
static struct stmt *parse_other(struct parser *p)
{
    struct stmt *stmt = stmt_new(p, STMT_EXPR);
    while (at_attribute(p) || token_keyword(peek(p, 0)) == KW_EXTENSION) {
        if (token_keyword(peek(p, 0)) == KW_EXTENSION)
            p->pos++;
        else if (!skip_attribute(p))
            return NULL;
    }
    if (at(p, ';')) { /* [[fallthrough]]; */
        p->pos++;
        stmt->kind = STMT_NULL;
        return stmt_end(p, stmt);
    }
    if (p->pos > stmt->first && at_other_statement(p)) {
        uint32_t first = stmt->first;
        if ((stmt = parse_item(p)) != NULL)
            stmt->first = first;
        return stmt;
    }
    if (at_declaration(p))
        return parse_declaration(p, stmt);
    if (!skip_expression(p, stmt, ';', ';'))
        return NULL;
    p->pos++;
    return stmt_end(p, stmt);
}

/* The words of a pragma: TOKEN_PRAGMA's text, or the string of _Pragma("…"). */
static const char *pragma_text(const struct parser *p, size_t *len)
{
    const struct token *token = peek(p, 0);
    if (token->kind != TOKEN_PRAGMA) {
        token = peek(p, 2);
        *len = token->len > 2 ? token->len - 2 : 0;
        return *len ? token->text + 1 : "";
    }
    *len = token->len;
    return token->text;
}

static bool at_pragma(const struct parser *p)
{
    return peek(p, 0)->kind == TOKEN_PRAGMA || token_keyword(peek(p, 0)) == KW_PRAGMA;
}

/* Takes the pragma at pos. */
static bool skip_pragma(struct parser *p)
{
    bool is_line = peek(p, 0)->kind == TOKEN_PRAGMA;
    p->pos++;
    return is_line || !at(p, '(') || skip_group(p);
}

/* Pragmas, and the statement that they bind to, if any. */
static struct stmt *parse_pragma(struct parser *p)
{
    struct stmt *stmt = stmt_new(p, STMT_NULL);
    struct pragma all = {0};
    while (at_pragma(p)) {
        size_t len;
        const char *text = pragma_text(p, &len);
        struct pragma pragma = pragma_read(text, len);
        if (all.binds && !pragma.binds)
            break;
        if (!all.binds)
            stmt->first = p->pos;
        all.binds = pragma.binds;
        all.rigid |= pragma.rigid;
        p->spreads |= pragma.spreads;
        all.tight = pragma.tight > all.tight ? pragma.tight : all.tight;
        if (!skip_pragma(p))
            return NULL;
    }
    if (!all.binds || at(p, '}'))
        return stmt_end(p, stmt);
    uint32_t first = stmt->first;
    if ((stmt = parse_statement(p)) == NULL)
        return NULL;
    stmt->first = first;
    stmt->bound = true;
    stmt->rigid |= all.rigid;
    stmt->tight = all.tight;
    return stmt;
}

static struct stmt *parse_label(struct parser *p)
{
    struct stmt *stmt = stmt_new(p, STMT_LABEL);
    peek(p, 0)->ident->is_label = true;
    p->pos += 2;
    struct parser ahead = *p; /* attributes belong to the label unless a declaration follows */
    while (token_keyword(peek(&ahead, 0)) == KW_ATTRIBUTE) {
        if (!skip_attribute(&ahead))
            return NULL;
    }
    if (!at_declaration(&ahead))
        p->pos = ahead.pos;
    return stmt_end(p, stmt);
}

static struct stmt *parse_by_keyword(struct parser *p)
{
    switch (token_keyword(peek(p, 0))) {
    case KW_IF:
        return parse_if(p);
    case KW_SWITCH:
        return parse_controlled(p, STMT_SWITCH);
    case KW_WHILE:
        return parse_controlled(p, STMT_WHILE);
    case KW_FOR:
        return parse_controlled(p, STMT_FOR);
    case KW_DO:
        return parse_do(p);
    case KW_CASE:
    case KW_DEFAULT:
        return parse_case(p);
    case KW_GOTO:
        return parse_simple(p, STMT_GOTO);
    case KW_RETURN:
        return parse_simple(p, STMT_RETURN);
    case KW_BREAK:
        return parse_simple(p, STMT_BREAK);
    case KW_CONTINUE:
        return parse_simple(p, STMT_CONTINUE);
    case KW_ASM:
        return parse_simple(p, STMT_ASM);
    case KW_ELSE:
        return fail(p, "'else' without 'if'");
    default:
        return parse_other(p);
    }
}

/* A statement that is controlled by another: a label takes what it labels along. */
static struct stmt *parse_labelled(struct parser *p, struct stmt *label)
{
    struct stmt *stmt = stmt_new(p, STMT_COMPOUND);
    stmt->first = label->first;
    stmt->body = label;
    if ((label->next = parse_statement(p)) == NULL)
        return NULL;
    return stmt_end(p, stmt);
}

static struct stmt *parse_item(struct parser *p)
{
    if (at(p, '{'))
        return parse_compound(p);
    if (at(p, ';')) {
        struct stmt *stmt = stmt_new(p, STMT_NULL);
        p->pos++;
        return stmt_end(p, stmt);
    }
    if (at_pragma(p))
        return parse_pragma(p);
    const struct token *token = peek(p, 0);
    if (token->kind == TOKEN_IDENT && token->ident->keyword == KW_NONE && token_is(peek(p, 1), ':'))
        return parse_label(p);
    if (token->kind == TOKEN_EOF || closes(token))
        return fail(p, "expected a statement");
    return parse_by_keyword(p);
}

/* 6.8: the statement that another controls. Labels and what they label become one block without braces of its own. */
static struct stmt *parse_statement(struct parser *p)
{
    if (++p->nesting > NESTING_MAX)
        return fail(p, "nested too deeply");
    struct stmt *stmt = parse_item(p);
    if (stmt && stmt->kind == STMT_LABEL)
        stmt = parse_labelled(p, stmt);
    p->nesting--;
    return stmt;
}

/* 6.8.2 */
static struct stmt *parse_compound(struct parser *p)
{
    struct stmt *stmt = stmt_new(p, STMT_COMPOUND);
    struct stmt **tail = &stmt->body;
    if (++p->nesting > NESTING_MAX)
        return fail(p, "nested too deeply");
    stmt->open = p->pos++;
    while (!at(p, '}')) {
        if ((*tail = parse_item(p)) == NULL)
            return NULL;
        tail = &(*tail)->next;
    }
    p->pos++;
    p->nesting--;
    return stmt_end(p, stmt);
}

struct stmt *parse_body(struct arena *arena, const struct declaration *function, bool ends_at_calls,
                        struct parse_error *error)
{
    *error = (struct parse_error){0};
    struct parser parser = {
        .tokens = function->tokens,
        .pos = (uint32_t)function->body,
        .end = (uint32_t)function->count,
        .arena = arena,
        .error = error,
        .ends_at_calls = ends_at_calls,
    };
    struct stmt *body = parse_compound(&parser);
    if (body != NULL)
        body->spreads = parser.spreads;
    return body;
}

/* Does the parenthesis at pos belong to one of the compiler's own functions? */
static bool is_builtin(const struct parser *p)
{
    static const char prefix[] = "__builtin_";
    const struct token *before = &p->tokens[p->pos - 1];
    return before->kind == TOKEN_IDENT && before->len >= sizeof prefix &&
           memcmp(before->text, prefix, sizeof prefix - 1) == 0;
}

bool body_is_alone(const struct declaration *function)
{
    struct parser p = {.tokens = function->tokens, .pos = (uint32_t)function->body, .end = (uint32_t)function->count};
    while (++p.pos < p.end) {
        enum keyword keyword = token_keyword(peek(&p, 0));
        if (at_pragma(&p) || keyword == KW_ASM || keyword == KW_LABEL ||
            (at(&p, '(') && is_call(&p) && !is_builtin(&p)))
            return false;
    }
    return true;
}

const char *stmt_name(enum stmt_kind kind)
{
    static const char *const names[] = {"null",   "declaration", "expression", "asm",     "compound", "if",
                                        "switch", "while",       "do",         "for",     "return",   "goto",
                                        "break",  "continue",    "label",      "function"};
    return names[kind];
}
