/* One line for each item; locations are those in the user's files. */
#include "instr/instrument/dump.h"

#include <string.h>

#include "base/banned.h"

static bool dump_wants(const struct dump *dump, const char *stage)
{
    return dump->stage && strcmp(dump->stage, stage) == 0;
}

bool dump_is_stage(const char *stage)
{
    static const char *const stages[] = {"flat", "tokens", "expanded", "stmts", "units", "edits", "text"};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (strcmp(stage, stages[i]) == 0)
            return true;
    }
    return false;
}

static const char *dump_kind(const struct token *token)
{
    static const char *const names[] = {"eof",       "identifier", "number", "string",
                                        "character", "punctuator", "pragma", "other"};
    return token->kind == TOKEN_IDENT && token->ident->keyword ? "keyword" : names[token->kind];
}

static void dump_spelling(const struct dump *dump, const struct token *token)
{
    uint32_t len;
    const char *spelling = token_spelling(token, &len);
    str_addf(dump->out, "%.*s\n", (int)len, spelling);
}

void dump_tokens(const struct dump *dump, const char *text, size_t len)
{
    if (!dump_wants(dump, "tokens"))
        return;
    struct idents idents;
    struct lexer lexer;
    idents_open(&idents);
    lex_open(&lexer, &idents, text, 0, (uint32_t)len);
    for (struct token token; (token = lex_next(&lexer)).kind != TOKEN_EOF;) {
        str_addf(dump->out, "%u-%u %s ", token.begin, token.end, dump_kind(&token));
        dump_spelling(dump, &token);
    }
    idents_close(&idents);
}

void dump_declaration(const struct dump *dump, const struct source *source, const struct declaration *declaration)
{
    if (!dump_wants(dump, "expanded") || !declaration->is_function)
        return;
    str_addf(dump->out, "function %s\n", declaration->name ? declaration->name->name : "(unnamed)");
    for (size_t i = 0; i < declaration->count; i++) {
        const struct token *token = &declaration->tokens[i];
        struct position p = source_locate(source, token->begin);
        str_addf(dump->out, "  %u:%u %s%s ", p.line, p.col, dump_kind(token), token->invocation ? " from a macro" : "");
        dump_spelling(dump, token);
    }
}

static void dump_statement(const struct dump *dump, const struct source *source, const struct token *tokens,
                           const struct stmt *stmt, int indent)
{
    for (; stmt; stmt = stmt->next) {
        struct position first = source_locate(source, tokens[stmt->first].begin);
        struct position last = source_locate(source, tokens[stmt->last].end);
        str_addf(dump->out, "%*s%s %u:%u-%u:%u%s%s\n", indent, "", statement_name(stmt->kind), first.line, first.col,
                 last.line, last.col, stmt->leaves ? " leaves" : "", stmt->rigid ? " rigid" : "");
        dump_statement(dump, source, tokens, stmt->inner, indent + 4);
        dump_statement(dump, source, tokens, stmt->body, indent + 2);
        if (stmt->other)
            str_addf(dump->out, "%*selse\n", indent, "");
        dump_statement(dump, source, tokens, stmt->other, indent + 2);
    }
}

void dump_statements(const struct dump *dump, const struct source *source, const struct declaration *function,
                     const struct stmt *body)
{
    if (!dump_wants(dump, "stmts"))
        return;
    str_addf(dump->out, "function %s\n", function->name ? function->name->name : "(unnamed)");
    dump_statement(dump, source, function->tokens, body, 2);
}

static void dump_edits(const struct dump *dump, const struct source *source, const struct unit_list *list)
{
    static const char *const names[] = {"close",         "open",        "probe",       "comma",
                                        "operand",       "operand-end", "condition",   "condition-met",
                                        "condition-not", "entry",       "macro-probe", "macro-end"};
    for (size_t i = 0; i < list->edit_count; i++) {
        const struct edit *edit = &list->edits[i];
        struct position p = source_locate(source, edit->offset);
        str_addf(dump->out, "  %u:%u %s", p.line, p.col, names[edit->kind]);
        if (edit_has_unit(edit->kind))
            str_addf(dump->out, " %u", edit->unit);
        str_addc(dump->out, '\n');
    }
}

/* The unit's lines of code, as ranges. */
static void dump_lines(const struct dump *dump, const struct unit_list *list, const struct unit *unit)
{
    const char *before = ", lines ";
    for (uint32_t at = unit->lines.first; at; at = list->lines.nodes[at - 1].next) {
        const struct line_node *node = &list->lines.nodes[at - 1];
        str_addf(dump->out, node->first == node->last ? "%s%u" : "%s%u-%u", before, node->first, node->last);
        before = " ";
    }
    str_addc(dump->out, '\n');
}

void dump_units(const struct dump *dump, const struct source *source, const struct declaration *function,
                const struct unit_list *list)
{
    if (!dump_wants(dump, "units") && !dump_wants(dump, "edits"))
        return;
    str_addf(dump->out, "function %s\n", function->name ? function->name->name : "(unnamed)");
    if (dump_wants(dump, "edits")) {
        dump_edits(dump, source, list);
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct unit *unit = &list->units[i];
        str_addf(dump->out, "  %zu: %u:%u-%u:%u %u%s", i, unit->start.line, unit->start.col, unit->end.line,
                 unit->end.col, unit->statements, unit->may_repeat ? " may repeat" : "");
        dump_lines(dump, list, unit);
    }
    if (list->dropped)
        str_addf(dump->out, "  dropped %zu\n", list->dropped);
}
