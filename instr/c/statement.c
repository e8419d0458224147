/* The statement parser: recursive descent over expanded tokens, one function for each grammar rule.
 *
 * Expressions are skipped bracket by bracket. Only a statement expression `({ … })` is parsed, as a compound
 * statement, unless it is in an unevaluated operand. Declarations are told from expressions without knowing types: by
 * keywords, or by two names in a row. An ambiguous `a * b;` is taken for a declaration, since as an expression it
 * would have no effect. */
#include "instr/c/statement.h"

#include <string.h>

#include "instr/c/noreturn.h"
#include "instr/c/pragma.h"

#include "base/banned.h"

enum { NESTING_MAX = 4000 }; /* statements within statements; the stack has room for ten times as many */

struct statement_parser {
    const struct token *tokens;
    uint32_t pos, end; /* end: index behind the function's last token */
    struct arena *arena;
    struct statement_error *error;
    unsigned nesting;
    bool ends_at_calls, spreads, hides, offloads;
};

static struct stmt *statement_parse(struct statement_parser *p);
static struct stmt *statement_parse_item(struct statement_parser *p);
static struct stmt *statement_parse_compound(struct statement_parser *p);

static const struct token *statement_peek(const struct statement_parser *p, uint32_t ahead)
{
    static const struct token eof = {.kind = TOKEN_EOF};
    return p->pos + ahead < p->end ? &p->tokens[p->pos + ahead] : &eof;
}

static bool statement_at(const struct statement_parser *p, int punct)
{
    return token_is(statement_peek(p, 0), punct);
}

static struct stmt *statement_fail(struct statement_parser *p, const char *message)
{
    if (p->error->message == NULL)
        *p->error = (struct statement_error){message, p->pos < p->end ? p->pos : p->end - 1};
    return NULL;
}

static struct stmt *statement_new(struct statement_parser *p, enum stmt_kind kind)
{
    struct stmt *stmt = arena_alloc(p->arena, sizeof *stmt);
    *stmt = (struct stmt){.kind = kind, .first = p->pos, .last = p->pos, .open = NO_TOKEN, .operand = NO_TOKEN};
    return stmt;
}

static struct stmt *statement_end(struct statement_parser *p, struct stmt *stmt)
{
    stmt->last = p->pos - 1;
    return stmt;
}

/* Is the operand in the parentheses at `open` unevaluated? */
static bool statement_is_unevaluated(const struct statement_parser *p, uint32_t open)
{
    enum keyword keyword = open > 0 ? token_keyword(&p->tokens[open - 1]) : KW_NONE;
    return keyword == KW_UNEVALUATED || keyword == KW_TYPEOF || keyword == KW_STATIC_ASSERT || keyword == KW_ATTRIBUTE;
}

/* Skips the bracketed group at pos. */
static bool statement_skip_group(struct statement_parser *p)
{
    unsigned long depth = 0;
    do {
        const struct token *token = statement_peek(p, 0);
        if (token->kind == TOKEN_EOF)
            return statement_fail(p, "unbalanced brackets") != NULL;
        depth += token_opens(token);
        depth -= token_closes(token);
        p->pos++;
    } while (depth > 0);
    return true;
}

/* Skips the operand of sizeof or the like at pos, if it is a unary expression without parentheses: `sizeof *a[1]`. */
static bool statement_skip_unevaluated(struct statement_parser *p)
{
    p->pos++;
    while (statement_at(p, '*') || statement_at(p, '&'))
        p->pos++;
    while (statement_peek(p, 0)->kind == TOKEN_IDENT || statement_at(p, '.') || statement_at(p, '[') ||
           (statement_at(p, PUNCT_LONGER) && token_is_spelled(statement_peek(p, 0), "->"))) {
        if (!statement_at(p, '['))
            p->pos++;
        else if (!statement_skip_group(p))
            return false;
    }
    p->pos--;
    return true;
}

/* Is the parenthesis at pos that of a call? A cast to a type without a keyword looks like one. */
static bool statement_is_call(const struct statement_parser *p)
{
    const struct token *before = &p->tokens[p->pos - 1];
    if (before->kind == TOKEN_IDENT)
        return before->ident->keyword == KW_NONE;
    if (!token_is(before, ')'))
        return token_is(before, ']');
    uint32_t open = p->pos - 1;
    for (unsigned long depth = 0; open > 0; open--) {
        depth += token_closes(&p->tokens[open]);
        depth -= token_opens(&p->tokens[open]);
        if (depth == 0)
            break;
    }
    enum keyword inside = token_keyword(&p->tokens[open + 1]);
    return inside != KW_TYPE && inside != KW_RECORD && inside != KW_TYPEOF;
}

/* Is there a call at pos that ends a unit? `first`: where the expression begins. */
static bool statement_diverts(const struct statement_parser *p, uint32_t first)
{
    return p->pos > first && statement_at(p, '(') &&
           (noreturn_is_called(p->tokens, first, p->pos) || (p->ends_at_calls && statement_is_call(p)));
}

/* GNU: marks the label in `&&label` at pos; with a variable, that is an operator, the mark does no harm. */
static void statement_note_address(const struct statement_parser *p)
{
    const struct token *token = statement_peek(p, 0), *next = statement_peek(p, 1);
    if (token_is(token, PUNCT_LONGER) && next->kind == TOKEN_IDENT && token_is_spelled(token, "&&"))
        next->ident->is_target = true;
}

/* GNU: the compound statement at pos, in parentheses. */
static struct stmt *statement_parse_value(struct statement_parser *p)
{
    struct stmt *block = statement_parse_compound(p);
    for (struct stmt *stmt = block ? block->body : NULL; stmt; stmt = stmt->next)
        stmt->is_value = stmt->next == NULL;
    if (block && !statement_at(p, ')'))
        return statement_fail(p, "a statement expression does not end");
    return block;
}

/* Skips up to the token `stop` or `stop2` at depth 0. Statement expressions on the way are added to stmt->inner. */
static bool statement_skip_expression(struct statement_parser *p, struct stmt *stmt, int stop, int stop2)
{
    unsigned long depth = 0;
    uint32_t first = p->pos;
    struct stmt **tail = &stmt->inner;
    while (*tail)
        tail = &(*tail)->next;
    for (;; p->pos++) {
        const struct token *token = statement_peek(p, 0);
        if (token->kind == TOKEN_EOF)
            return statement_fail(p, "unbalanced brackets") != NULL;
        while (token_is(token, '(') && token_is(statement_peek(p, 1), '{') && !statement_is_unevaluated(p, p->pos)) {
            p->pos++;
            if ((*tail = statement_parse_value(p)) == NULL)
                return false;
            tail = &(*tail)->next;
            p->pos++;
            token = statement_peek(p, 0);
        }
        if (depth == 0 && (token_is(token, stop) || token_is(token, stop2)))
            return true;
        if (token_is(token, '(') && statement_is_unevaluated(p, p->pos)) {
            if (!statement_skip_group(p))
                return false;
            p->pos--;
            continue;
        }
        if (token_closes(token) && depth-- == 0)
            return statement_fail(p, "unbalanced brackets") != NULL;
        if (token_keyword(token) == KW_UNEVALUATED && !token_is(statement_peek(p, 1), '(')) {
            if (!statement_skip_unevaluated(p))
                return false;
            continue;
        }
        stmt->leaves |= statement_diverts(p, first);
        statement_note_address(p);
        depth += token_opens(token);
    }
}

/* `(` expression `)`, the head of a control statement. */
static bool statement_parse_head(struct statement_parser *p, struct stmt *stmt)
{
    if (!statement_at(p, '('))
        return statement_fail(p, "expected '(' after a keyword") != NULL;
    stmt->open = p->pos++;
    if (!statement_skip_expression(p, stmt, ')', ')'))
        return false;
    stmt->head_last = p->pos++;
    return true;
}

/* What the pragma at pos means: a TOKEN_PRAGMA, or _Pragma("…"). */
static struct pragma statement_read_pragma(const struct statement_parser *p)
{
    const struct token *token = statement_peek(p, 0);
    if (token->kind == TOKEN_PRAGMA)
        return pragma_read(token->text, token->len);
    token = statement_peek(p, 2);
    if (token->kind != TOKEN_STRING)
        return (struct pragma){.unknown = true};
    size_t len;
    const char *text = pragma_string_content(token->text, token->len, &len);
    return pragma_read(text, len);
}

static bool statement_at_pragma(const struct statement_parser *p)
{
    return statement_peek(p, 0)->kind == TOKEN_PRAGMA || token_keyword(statement_peek(p, 0)) == KW_PRAGMA;
}

/* Skips the pragma at pos. */
static bool statement_skip_pragma(struct statement_parser *p)
{
    bool is_line = statement_peek(p, 0)->kind == TOKEN_PRAGMA;
    p->pos++;
    return is_line || !statement_at(p, '(') || statement_skip_group(p);
}

/* Skips pragmas if the keyword is behind them: compilers ignore pragmas before `else`, and before `while` of do. */
static bool statement_at_keyword_behind_pragmas(struct statement_parser *p, enum keyword keyword)
{
    struct statement_parser ahead = *p;
    while (statement_at_pragma(&ahead)) {
        if (!statement_skip_pragma(&ahead))
            return false;
    }
    if (token_keyword(statement_peek(&ahead, 0)) != keyword)
        return false;
    p->pos = ahead.pos;
    return true;
}

/* Skips the pragmas at pos. What they mean together for the statement behind them; `first`: the first that applies to
 * it. */
static bool statement_skip_pragmas(struct statement_parser *p, struct pragma *all, uint32_t *first)
{
    *all = (struct pragma){0};
    while (statement_at_pragma(p)) {
        struct pragma pragma = statement_read_pragma(p);
        if (!all->binds && !all->unknown)
            *first = p->pos;
        all->binds |= pragma.binds;
        all->unknown |= pragma.unknown;
        all->rigid |= pragma.rigid;
        all->tight = pragma.tight > all->tight ? pragma.tight : all->tight;
        p->spreads |= pragma.spreads;
        p->hides |= pragma.hides;
        p->offloads |= pragma.offloads;
        if (!statement_skip_pragma(p))
            return false;
    }
    return true;
}

static bool statement_at_label(const struct statement_parser *p)
{
    const struct token *token = statement_peek(p, 0);
    enum keyword keyword = token_keyword(token);
    return keyword == KW_CASE || keyword == KW_DEFAULT ||
           (token->kind == TOKEN_IDENT && keyword == KW_NONE && token_is(statement_peek(p, 1), ':'));
}

/* Pragmas, and the statement that they apply to, if any. `controlled`: another statement controls it, so there is one
 * in any case. */
static struct stmt *statement_parse_pragmas(struct statement_parser *p, bool controlled)
{
    struct stmt *stmt = statement_new(p, STMT_NULL);
    struct pragma all;
    uint32_t first = p->pos;
    if (!statement_skip_pragmas(p, &all, &first))
        return NULL;
    bool leads = all.binds || all.unknown;
    if (statement_at(p, '}') || (!controlled && (!leads || (!all.binds && statement_at_label(p)))))
        return statement_end(p, stmt);
    if ((stmt = statement_parse(p)) == NULL)
        return NULL;
    if (leads)
        stmt->first = first;
    stmt->bound |= all.binds;
    stmt->rigid |= all.rigid || (all.binds && stmt->kind == STMT_COMPOUND && stmt->open == NO_TOKEN);
    stmt->tight = all.tight > stmt->tight ? all.tight : stmt->tight;
    return stmt;
}

/* 6.8.4.1 */
static struct stmt *statement_parse_if(struct statement_parser *p)
{
    struct stmt *stmt = statement_new(p, STMT_IF);
    p->pos++;
    if (!statement_parse_head(p, stmt) || (stmt->body = statement_parse(p)) == NULL)
        return NULL;
    if (statement_at_keyword_behind_pragmas(p, KW_ELSE)) {
        p->pos++;
        if ((stmt->other = statement_parse(p)) == NULL)
            return NULL;
    }
    return statement_end(p, stmt);
}

/* 6.8.4.2, 6.8.5.1, and the rest of 6.8.5.3: keyword ( … ) statement */
static struct stmt *statement_parse_controlled(struct statement_parser *p, enum stmt_kind kind)
{
    struct stmt *stmt = statement_new(p, kind);
    p->pos++;
    if (!statement_parse_head(p, stmt) || (stmt->body = statement_parse(p)) == NULL)
        return NULL;
    return statement_end(p, stmt);
}

static bool statement_at_declaration(const struct statement_parser *p);

/* The clause of a for statement's head that is the first one to be an expression; p is at `for`. */
static uint32_t statement_find_operand(struct statement_parser p)
{
    p.pos += 2;
    bool is_expression = !statement_at(&p, ';') && !statement_at_declaration(&p);
    for (long depth = 0; !is_expression && (depth > 0 || !statement_at(&p, ';')); p.pos++) {
        if (statement_peek(&p, 0)->kind == TOKEN_EOF)
            return NO_TOKEN;
        depth += token_depth(statement_peek(&p, 0));
    }
    p.pos += !is_expression;
    return statement_at(&p, ';') ? NO_TOKEN : p.pos;
}

/* 6.8.5.3 */
static struct stmt *statement_parse_for(struct statement_parser *p)
{
    uint32_t operand = statement_find_operand(*p);
    struct stmt *stmt = statement_parse_controlled(p, STMT_FOR);
    if (stmt)
        stmt->operand = operand;
    return stmt;
}

/* TS 25755: defer statement */
static struct stmt *statement_parse_defer(struct statement_parser *p)
{
    struct stmt *stmt = statement_new(p, STMT_DEFER);
    p->pos++;
    return (stmt->body = statement_parse(p)) ? statement_end(p, stmt) : NULL;
}

/* 6.8.5.2 */
static struct stmt *statement_parse_do(struct statement_parser *p)
{
    struct stmt *stmt = statement_new(p, STMT_DO);
    stmt->head_last = p->pos++;
    if ((stmt->body = statement_parse(p)) == NULL)
        return NULL;
    if (!statement_at_keyword_behind_pragmas(p, KW_WHILE))
        return statement_fail(p, "expected 'while' after the body of do");
    uint32_t head = stmt->head_last;
    stmt->tail_first = p->pos++;
    if (!statement_parse_head(p, stmt))
        return NULL;
    stmt->head_last = head;
    if (!statement_at(p, ';'))
        return statement_fail(p, "expected ';' after do … while (…)");
    p->pos++;
    return statement_end(p, stmt);
}

/* keyword … ; */
static struct stmt *statement_parse_simple(struct statement_parser *p, enum stmt_kind kind)
{
    struct stmt *stmt = statement_new(p, kind);
    if (!statement_skip_expression(p, stmt, ';', ';'))
        return NULL;
    p->pos++;
    return statement_end(p, stmt);
}

/* 6.8.6: goto, break, continue; the last two may name a loop (C2y). */
static struct stmt *statement_parse_jump(struct statement_parser *p, enum stmt_kind kind)
{
    const struct token *label = statement_peek(p, 1);
    if (label->kind == TOKEN_IDENT) {
        label->ident->is_target |= kind == STMT_GOTO;
        label->ident->names_loop |= kind != STMT_GOTO;
    }
    return statement_parse_simple(p, kind);
}

/* GNU: asm goto may jump to one of its labels. */
static struct stmt *statement_parse_asm(struct statement_parser *p)
{
    uint32_t first = p->pos;
    struct stmt *stmt = statement_parse_simple(p, STMT_ASM);
    for (uint32_t i = first; stmt && i < stmt->last; i++) {
        const struct token *token = &p->tokens[i];
        stmt->leaves |= token_keyword(token) == KW_GOTO;
        if (stmt->leaves && token->kind == TOKEN_IDENT)
            token->ident->is_target = true;
    }
    return stmt;
}

/* 6.8.1: case expression :, GNU case ranges, default : */
static struct stmt *statement_parse_case(struct statement_parser *p)
{
    struct stmt *stmt = statement_new(p, STMT_LABEL);
    p->pos++;
    for (unsigned long colons = 1; colons > 0; p->pos++) {
        if (!statement_skip_expression(p, stmt, ':', '?'))
            return NULL;
        if (statement_at(p, '?'))
            colons++;
        else
            colons--;
    }
    return statement_end(p, stmt);
}

static bool statement_at_attribute(const struct statement_parser *p)
{
    return token_keyword(statement_peek(p, 0)) == KW_ATTRIBUTE ||
           (statement_at(p, '[') && token_is(statement_peek(p, 1), '['));
}

static bool statement_skip_attribute(struct statement_parser *p)
{
    if (token_keyword(statement_peek(p, 0)) == KW_ATTRIBUTE)
        p->pos++;
    return statement_skip_group(p);
}

/* Does the text behind `ident` look like a pointer declarator: `*…ident`, then `=`, `;`, `,` …? */
static bool statement_is_pointer_declarator(const struct statement_parser *p, uint32_t ahead)
{
    while (token_is(statement_peek(p, ahead), '*') || token_keyword(statement_peek(p, ahead)) == KW_TYPE)
        ahead++;
    if (statement_peek(p, ahead)->kind != TOKEN_IDENT || token_keyword(statement_peek(p, ahead)) != KW_NONE)
        return false;
    const struct token *behind = statement_peek(p, ahead + 1);
    return token_is(behind, '=') || token_is(behind, ';') || token_is(behind, ',') || token_is(behind, '[') ||
           token_is(behind, '(') || token_keyword(behind) == KW_ATTRIBUTE || token_keyword(behind) == KW_ASM;
}

/* `ident (* ident) (`: a pointer to a function that returns a named type */
static bool statement_is_function_pointer(const struct statement_parser *p)
{
    return token_is(statement_peek(p, 1), '(') && token_is(statement_peek(p, 2), '*') &&
           statement_peek(p, 3)->kind == TOKEN_IDENT && token_is(statement_peek(p, 4), ')') &&
           token_is(statement_peek(p, 5), '(');
}

/* Is there a declaration (6.7) at pos? Attributes and __extension__ have been skipped. */
static bool statement_at_declaration(const struct statement_parser *p)
{
    const struct token *token = statement_peek(p, 0);
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
    const struct token *next = statement_peek(p, 1);
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
        return next->kind == TOKEN_IDENT || (token_is(next, '*') && statement_is_pointer_declarator(p, 1)) ||
               statement_is_function_pointer(p);
    default:
        return false;
    }
}

/* The size of an array at pos: its statement expressions run where the declaration is. */
static bool statement_parse_size(struct statement_parser *p, struct stmt *stmt)
{
    p->pos++;
    if (!statement_skip_expression(p, stmt, ']', ']'))
        return false;
    if (stmt->inner)
        stmt->kind = STMT_DECL;
    return true;
}

/* 6.7, and GNU's nested function definitions. */
static struct stmt *statement_parse_declaration(struct statement_parser *p, struct stmt *stmt)
{
    bool storage = false, record = false, params = false, initialised = false;
    stmt->kind = STMT_NULL;
    for (;; p->pos++) {
        const struct token *token = statement_peek(p, 0);
        enum keyword keyword = token_keyword(token);
        storage |= keyword == KW_STATIC || keyword == KW_EXTERN || keyword == KW_TYPEDEF || keyword == KW_STATIC_ASSERT;
        record |= keyword == KW_RECORD;
        if (token_is(token, ';')) {
            p->pos++;
            return statement_end(p, stmt);
        }
        if (token_is(token, '=')) {
            initialised = true;
            stmt->kind = storage ? STMT_NULL : STMT_DECL;
            p->pos++;
            if (!statement_skip_expression(p, stmt, ';', ','))
                return NULL;
            p->pos--;
        } else if (token_is(token, '{') && params && !record && !initialised) {
            stmt->kind = STMT_FUNCTION;
            if ((stmt->body = statement_parse_compound(p)) == NULL)
                return NULL;
            return statement_end(p, stmt);
        } else if (token_is(token, '[') && !token_is(statement_peek(p, 1), '[')) {
            if (!statement_parse_size(p, stmt))
                return NULL;
        } else if (token_opens(token)) {
            if (token_is(token, '(') && !statement_is_unevaluated(p, p->pos)) {
                const struct token *before = &p->tokens[p->pos - 1];
                params = true;
                record = false;
                if (stmt->name == NULL && before->kind == TOKEN_IDENT)
                    stmt->name = before->ident;
            } else if (token_is(token, '{')) {
                record = false;
            }
            if (!statement_skip_group(p))
                return NULL;
            p->pos--;
        } else if (token->kind == TOKEN_EOF || token_closes(token)) {
            return statement_fail(p, "a declaration does not end");
        } else if (token_is(token, '*')) {
            record = false;
        }
    }
}

/* Behind attributes (C23 6.8): is there a statement that is not an expression? */
static bool statement_at_other_statement(const struct statement_parser *p)
{
    enum keyword keyword = token_keyword(statement_peek(p, 0));
    return statement_at(p, '{') || (keyword >= KW_IF && keyword <= KW_CONTINUE) ||
           (keyword == KW_NONE && statement_peek(p, 0)->kind == TOKEN_IDENT && token_is(statement_peek(p, 1), ':'));
}

/* A declaration or an expression, behind attributes. */
static struct stmt *statement_parse_other(struct statement_parser *p)
{
    struct stmt *stmt = statement_new(p, STMT_EXPR);
    while (statement_at_attribute(p) || token_keyword(statement_peek(p, 0)) == KW_EXTENSION) {
        if (token_keyword(statement_peek(p, 0)) == KW_EXTENSION)
            p->pos++;
        else if (!statement_skip_attribute(p))
            return NULL;
    }
    if (statement_at(p, ';')) { /* [[fallthrough]]; */
        p->pos++;
        stmt->kind = STMT_NULL;
        return statement_end(p, stmt);
    }
    if (p->pos > stmt->first && statement_at_other_statement(p)) {
        uint32_t first = stmt->first;
        if ((stmt = statement_parse_item(p)) != NULL)
            stmt->first = first;
        return stmt;
    }
    if (statement_at_declaration(p))
        return statement_parse_declaration(p, stmt);
    if (!statement_skip_expression(p, stmt, ';', ';'))
        return NULL;
    p->pos++;
    return statement_end(p, stmt);
}

static struct stmt *statement_parse_label(struct statement_parser *p)
{
    struct stmt *stmt = statement_new(p, STMT_LABEL);
    stmt->name = statement_peek(p, 0)->ident;
    stmt->name->is_label = true;
    p->pos += 2;
    struct statement_parser ahead = *p; /* attributes belong to the label, unless a declaration follows */
    while (token_keyword(statement_peek(&ahead, 0)) == KW_ATTRIBUTE) {
        if (!statement_skip_attribute(&ahead))
            return NULL;
    }
    if (!statement_at_declaration(&ahead))
        p->pos = ahead.pos;
    return statement_end(p, stmt);
}

static struct stmt *statement_parse_by_keyword(struct statement_parser *p)
{
    switch (token_keyword(statement_peek(p, 0))) {
    case KW_IF:
        return statement_parse_if(p);
    case KW_SWITCH:
        return statement_parse_controlled(p, STMT_SWITCH);
    case KW_WHILE:
        return statement_parse_controlled(p, STMT_WHILE);
    case KW_FOR:
        return statement_parse_for(p);
    case KW_DEFER:
        return statement_parse_defer(p);
    case KW_DO:
        return statement_parse_do(p);
    case KW_CASE:
    case KW_DEFAULT:
        return statement_parse_case(p);
    case KW_GOTO:
        return statement_parse_jump(p, STMT_GOTO);
    case KW_RETURN:
        return statement_parse_simple(p, STMT_RETURN);
    case KW_BREAK:
        return statement_parse_jump(p, STMT_BREAK);
    case KW_CONTINUE:
        return statement_parse_jump(p, STMT_CONTINUE);
    case KW_ASM:
        return statement_parse_asm(p);
    case KW_ELSE:
        return statement_fail(p, "'else' without 'if'");
    default:
        return statement_parse_other(p);
    }
}

/* A label where a controlled statement is expected: with its statement it becomes a block without braces. */
static struct stmt *statement_parse_labelled(struct statement_parser *p, struct stmt *label)
{
    struct stmt *stmt = statement_new(p, STMT_COMPOUND);
    stmt->first = label->first;
    stmt->body = label;
    if ((label->next = statement_parse(p)) == NULL)
        return NULL;
    return statement_end(p, stmt);
}

static struct stmt *statement_parse_item(struct statement_parser *p)
{
    if (statement_at(p, '{'))
        return statement_parse_compound(p);
    if (statement_at(p, ';')) {
        struct stmt *stmt = statement_new(p, STMT_NULL);
        p->pos++;
        return statement_end(p, stmt);
    }
    if (statement_at_pragma(p))
        return statement_parse_pragmas(p, false);
    const struct token *token = statement_peek(p, 0);
    if (token->kind == TOKEN_IDENT && token->ident->keyword == KW_NONE && token_is(statement_peek(p, 1), ':'))
        return statement_parse_label(p);
    if (token->kind == TOKEN_EOF || token_closes(token))
        return statement_fail(p, "expected a statement");
    return statement_parse_by_keyword(p);
}

/* 6.8, where another statement controls it. */
static struct stmt *statement_parse(struct statement_parser *p)
{
    if (++p->nesting > NESTING_MAX)
        return statement_fail(p, "statements are nested too deeply");
    struct stmt *stmt = statement_at_pragma(p) ? statement_parse_pragmas(p, true) : statement_parse_item(p);
    if (stmt && stmt->kind == STMT_LABEL)
        stmt = statement_parse_labelled(p, stmt);
    p->nesting--;
    return stmt;
}

/* 6.8.2 */
static struct stmt *statement_parse_compound(struct statement_parser *p)
{
    struct stmt *stmt = statement_new(p, STMT_COMPOUND);
    struct stmt **tail = &stmt->body;
    if (++p->nesting > NESTING_MAX)
        return statement_fail(p, "statements are nested too deeply");
    stmt->open = p->pos++;
    while (!statement_at(p, '}')) {
        if ((*tail = statement_parse_item(p)) == NULL)
            return NULL;
        tail = &(*tail)->next;
    }
    p->pos++;
    p->nesting--;
    return statement_end(p, stmt);
}

struct stmt *statement_parse_body(struct arena *arena, const struct declaration *function, bool ends_at_calls,
                                  struct statement_error *error)
{
    *error = (struct statement_error){0};
    struct statement_parser parser = {
        .tokens = function->tokens,
        .pos = (uint32_t)function->body,
        .end = (uint32_t)function->count,
        .arena = arena,
        .error = error,
        .ends_at_calls = ends_at_calls,
    };
    struct stmt *body = statement_parse_compound(&parser);
    if (body != NULL) {
        body->spreads = parser.spreads;
        body->hides = parser.hides;
        body->offloads = parser.offloads;
    }
    return body;
}

/* Does the parenthesis at pos belong to a __builtin_ function? */
static bool statement_is_builtin(const struct statement_parser *p)
{
    static const char prefix[] = "__builtin_";
    const struct token *before = &p->tokens[p->pos - 1];
    return before->kind == TOKEN_IDENT && before->len >= sizeof prefix &&
           memcmp(before->text, prefix, sizeof prefix - 1) == 0;
}

bool statement_body_is_alone(const struct declaration *function)
{
    struct statement_parser p = {
        .tokens = function->tokens, .pos = (uint32_t)function->body, .end = (uint32_t)function->count};
    while (++p.pos < p.end) {
        enum keyword keyword = token_keyword(statement_peek(&p, 0));
        if (statement_at_pragma(&p) || keyword == KW_ASM || keyword == KW_LABEL ||
            (statement_at(&p, '(') && statement_is_call(&p) && !statement_is_builtin(&p)))
            return false;
    }
    return true;
}

const char *statement_name(enum stmt_kind kind)
{
    static const char *const names[] = {"null",   "declaration", "expression", "asm",      "compound", "if",
                                        "switch", "while",       "do",         "for",      "return",   "goto",
                                        "break",  "continue",    "label",      "function", "defer"};
    return names[kind];
}
