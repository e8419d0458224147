/* Dumps of the stages, a line an item, positions as in the user's files. */
#include "instr/instrument/dump.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

static bool wants(const char *stage, const char *name)
{
    return stage && strcmp(stage, name) == 0;
}

bool dump_is_stage(const char *stage)
{
    static const char *const stages[] = {"flat", "tokens", "expanded", "stmts", "units", "edits", "text"};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (wants(stage, stages[i]))
            return true;
    }
    return false;
}

static const char *kind_name(const struct token *token)
{
    static const char *const names[] = {"eof",       "identifier", "number", "string",
                                        "character", "punctuator", "pragma", "other"};
    return token->kind == TOKEN_IDENT && token->ident->keyword ? "keyword" : names[token->kind];
}

static void spelling_dump(const struct token *token)
{
    uint32_t len;
    const char *spelling = token_spelling(token, &len);
    printf("%.*s\n", (int)len, spelling);
}

void dump_tokens(const char *stage, const char *text, size_t len)
{
    if (!wants(stage, "tokens"))
        return;
    struct idents idents;
    struct lexer lexer;
    idents_open(&idents);
    lex_open(&lexer, &idents, text, 0, (uint32_t)len);
    for (struct token token; (token = lex_next(&lexer)).kind != TOKEN_EOF;) {
        printf("%u-%u %s ", token.begin, token.end, kind_name(&token));
        spelling_dump(&token);
    }
    idents_close(&idents);
}

void dump_declaration(const char *stage, const struct source *source, const struct declaration *declaration)
{
    if (!wants(stage, "expanded") || !declaration->is_function)
        return;
    printf("function %s\n", declaration->name ? declaration->name->name : "(unnamed)");
    for (size_t i = 0; i < declaration->count; i++) {
        const struct token *token = &declaration->tokens[i];
        struct position p = source_locate(source, token->begin);
        printf("  %u:%u %s%s ", p.line, p.col, kind_name(token), token->invocation ? " from a macro" : "");
        spelling_dump(token);
    }
}

static void stmt_dump(const struct source *source, const struct token *tokens, const struct stmt *stmt, int indent)
{
    for (; stmt; stmt = stmt->next) {
        struct position first = source_locate(source, tokens[stmt->first].begin);
        struct position last = source_locate(source, tokens[stmt->last].end);
        printf("%*s%s %u:%u-%u:%u%s%s\n", indent, "", stmt_name(stmt->kind), first.line, first.col, last.line, last.col,
               stmt->leaves ? " leaves" : "", stmt->rigid ? " rigid" : "");
        stmt_dump(source, tokens, stmt->inner, indent + 4);
        stmt_dump(source, tokens, stmt->body, indent + 2);
        if (stmt->other)
            printf("%*selse\n", indent, "");
        stmt_dump(source, tokens, stmt->other, indent + 2);
    }
}

void dump_statements(const char *stage, const struct source *source, const struct declaration *function,
                     const struct stmt *body)
{
    if (!wants(stage, "stmts"))
        return;
    printf("function %s\n", function->name ? function->name->name : "(unnamed)");
    stmt_dump(source, function->tokens, body, 2);
}

static void edits_dump(const struct source *source, const struct unit_list *list)
{
    static const char *const names[] = {"close",         "open",        "probe",     "comma",
                                        "operand",       "operand-end", "condition", "condition-met",
                                        "condition-not", "entry",       "made",      "made-end"};
    for (size_t i = 0; i < list->edit_count; i++) {
        const struct edit *edit = &list->edits[i];
        struct position p = source_locate(source, edit->offset);
        printf("  %u:%u %s", p.line, p.col, names[edit->kind]);
        if (edit_has_unit(edit->kind))
            printf(" %u", edit->unit);
        putchar('\n');
    }
}

void dump_units(const char *stage, const struct source *source, const struct declaration *function,
                const struct unit_list *list)
{
    if (!wants(stage, "units") && !wants(stage, "edits"))
        return;
    printf("function %s\n", function->name ? function->name->name : "(unnamed)");
    if (wants(stage, "edits")) {
        edits_dump(source, list);
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct unit *unit = &list->units[i];
        printf("  %zu: %u:%u-%u:%u %u%s\n", i, unit->start.line, unit->start.col, unit->end.line, unit->end.col,
               unit->statements, unit->may_repeat ? " may repeat" : "");
    }
    if (list->dropped)
        printf("  dropped %zu\n", list->dropped);
}
