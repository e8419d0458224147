/* Cuts a function into units as Go's cmd/cover does. A run of statements extends up to a statement that affects the
 * flow of control, and includes that statement's condition. Labels and blocks end runs. A block's first run begins at
 * its `{`; if nothing ends it, it extends to the block's `}`.
 *
 * Where C differs from Go: a declaration without an initialiser that runs does not count. The condition of a do
 * statement is a unit of its own, because `continue` reaches it without passing the end of the body. What one macro
 * invocation makes is one statement, whatever it expands to; if it may jump, it ends the run.
 *
 * A probe can only be between tokens that do not come from one macro invocation. It goes before the first statement of
 * the run where this holds. If there is none and one invocation makes the whole run (the inner loop of a macro that
 * makes two), the run is a part of the statement that the invocation is, which is counted where it begins. Any other
 * run is dropped, and the drop is recorded.
 *
 * Branch units: branch.c. */
#include "instr/instrument/unit.h"

#include <stdlib.h>

#include "instr/instrument/branch.h"

#include "base/banned.h"

enum { CHAIN_MAX = 64 }; /* else-ifs that get braces; compilers limit the nesting of braces (Clang: 256) */

/* The current run. */
struct run {
    bool whole; /* the first run of a block, nothing has ended it yet: it begins at the brace */
    bool begun;
    bool has_place;
    bool named;          /* behind a label that names the next loop or switch, and must stay directly before it */
    bool in_head;        /* the same, and there are jumps to the label: the probe is in the head */
    bool barred;         /* no place for a probe: a controlled statement that cannot get braces */
    uint32_t begin, end; /* offsets */
    uint32_t place;      /* the offset for the probe */
    uint32_t statements;
    uint32_t maker; /* the macro invocation that makes the whole run, or 0 */
    struct line_list lines;
};

static void unit_cut_item(struct cutter *c, struct run *run, const struct stmt *stmt);
static void unit_cut_if(struct cutter *c, const struct stmt *stmt, unsigned chain);
static void unit_cut_block(struct cutter *c, const struct stmt *block, bool may_be_empty);

/* The offset where text can be inserted before a statement. Before a #pragma that is behind the token before it,
 * because a directive needs a line of its own. */
static bool unit_place_before(const struct cutter *c, uint32_t token, uint32_t *offset)
{
    if (!cutter_is_gap(c, token - 1, token))
        return false;
    *offset = c->tokens[token].begin;
    if (c->tokens[token].kind != TOKEN_PRAGMA)
        return true;
    while (c->tokens[token - 1].kind == TOKEN_PRAGMA)
        token--;
    *offset = c->tokens[token - 1].end;
    return cutter_is_gap(c, token - 1, token);
}

/* The offset for a probe at the beginning of a block, behind declarations of labels (GNU), which must be the first. */
static bool unit_place_in_block(const struct cutter *c, uint32_t open, uint32_t *offset)
{
    uint32_t last = open;
    while (token_keyword(&c->tokens[last + 1]) == KW_LABEL) {
        while (!token_is(&c->tokens[last + 1], ';'))
            last++;
        last++;
    }
    *offset = c->tokens[last].end;
    return cutter_is_gap(c, last, last + 1);
}

/* The macro invocation that makes first … last, apart from a `;` behind it; or 0. */
static uint32_t unit_maker_of(const struct cutter *c, uint32_t first, uint32_t last)
{
    if (last > first && c->tokens[last].invocation == 0 && token_is(&c->tokens[last], ';'))
        last--;
    return c->tokens[first].invocation == c->tokens[last].invocation ? c->tokens[first].invocation : 0;
}

static bool unit_is_opaque(const struct cutter *c, const struct stmt *stmt)
{
    return unit_maker_of(c, stmt->first, stmt->last) != 0;
}

static bool unit_is_loop(const struct stmt *stmt)
{
    return stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_FOR;
}

static bool unit_is_case(const struct stmt *label)
{
    return label->name == NULL;
}

/* May the statement jump out of itself? `loops`, `breaks`: it is in a loop, or a switch, where continue, or break,
 * stays within. */
static bool unit_may_jump(const struct stmt *stmt, bool loops, bool breaks)
{
    if (stmt->leaves)
        return true;
    switch (stmt->kind) {
    case STMT_RETURN:
    case STMT_GOTO:
    case STMT_LABEL:
        return true;
    case STMT_BREAK:
        return !breaks || stmt->last > stmt->first + 1; /* it names a loop */
    case STMT_CONTINUE:
        return !loops || stmt->last > stmt->first + 1;
    case STMT_FUNCTION:
        return false;
    default:
        break;
    }
    for (const struct stmt *inner = stmt->inner; inner; inner = inner->next) {
        if (unit_may_jump(inner, loops, breaks))
            return true;
    }
    loops |= unit_is_loop(stmt);
    breaks |= unit_is_loop(stmt) || stmt->kind == STMT_SWITCH;
    if (stmt->kind == STMT_SWITCH && stmt->body && stmt->body->kind == STMT_COMPOUND) {
        for (const struct stmt *s = stmt->body->body; s; s = s->next) {
            if (s->kind != STMT_LABEL && unit_may_jump(s, loops, breaks))
                return true;
        }
        return false;
    }
    for (const struct stmt *s = stmt->body; s; s = s->next) {
        if (unit_may_jump(s, loops, breaks))
            return true;
        if (stmt->kind != STMT_COMPOUND)
            break;
    }
    return stmt->other && unit_may_jump(stmt->other, loops, breaks);
}

/* Adds the lines of the statement's tokens first … last, behind those of labels before it. */
static void unit_add_lines(struct cutter *c, struct line_list *lines, const struct stmt *stmt, uint32_t first,
                           uint32_t last)
{
    struct line_pool *pool = &c->list->lines;
    code_lines_append(pool, lines, &c->pending);
    code_lines_add(pool, lines, c->source, c->tokens, first, last, stmt);
}

static void unit_add_run(struct cutter *c, uint32_t begin, uint32_t end, uint32_t statements, enum edit_kind probe,
                         uint32_t place, struct line_list lines)
{
    struct unit_list *list = c->list;
    struct unit unit = {source_locate(c->source, begin), source_locate(c->source, end), statements, c->loops > 0,
                        lines};
    if (unit.end.file != unit.start.file) {
        list->dropped++;
        return;
    }
    cutter_add_edit(c, probe, place, list->count);
    list->units = array_grow(list->units, list->count, &list->cap, sizeof *list->units);
    list->units[list->count++] = unit;
}

/* Is the run, which has no place for a probe, part of a macro invocation that is counted where it begins? If the
 * invocation has no probe yet but a place for one, adds it. */
static bool unit_run_is_counted(struct cutter *c, const struct run *run)
{
    if (run->maker && run->maker == c->opened) {
        c->opened = 0;
        c->counted = run->maker;
        unit_add_run(c, run->begin, run->end, 1, EDIT_PROBE, c->place, run->lines);
    }
    return run->maker && run->maker == c->counted;
}

/* The run has no probe. Whoever runs the next unit has mostly run it, so its lines count with that. */
static void unit_run_drop(struct cutter *c, struct run *run)
{
    c->list->dropped++;
    code_lines_append(&c->list->lines, &run->lines, &c->pending);
    c->pending = run->lines;
}

/* Ends the run. It becomes a unit if it has statements, or if `forced`. */
static void unit_run_flush(struct cutter *c, struct run *run, bool forced)
{
    if (run->has_place && (run->statements > 0 || forced))
        unit_add_run(c, run->begin, run->end, run->statements, run->in_head ? EDIT_COMMA : EDIT_PROBE, run->place,
                     run->lines);
    else if (run->statements > 0 && !unit_run_is_counted(c, run))
        unit_run_drop(c, run);
    *run = (struct run){.barred = run->barred};
}

/* The statement's statement expressions that are cut into units of their own, or NULL. A loop to which a pragma applies
 * keeps the form of its head. */
static const struct stmt *unit_separate_inner(const struct cutter *c, const struct stmt *stmt)
{
    return stmt->rigid || (stmt->bound && unit_is_loop(stmt)) || unit_is_opaque(c, stmt) ? NULL : stmt->inner;
}

/* The offset for a probe in the head of a loop or switch. In the condition of a loop it also counts the iterations. */
static bool unit_place_in_head(const struct cutter *c, const struct stmt *stmt, uint32_t *offset)
{
    uint32_t operand = stmt->kind == STMT_FOR ? stmt->operand : stmt->open + 1;
    if (stmt->rigid || stmt->bound || operand == NO_TOKEN || !cutter_is_gap(c, operand - 1, operand))
        return false;
    *offset = c->tokens[operand].begin;
    return true;
}

/* Adds the statement, up to the token `last`, to the run. */
static void unit_run_extend(struct cutter *c, struct run *run, const struct stmt *stmt, uint32_t last)
{
    if (!run->begun) {
        run->begun = true;
        run->begin = c->tokens[stmt->first].begin;
    }
    if (run->in_head)
        run->has_place = unit_place_in_head(c, stmt, &run->place);
    else if (!run->has_place && !run->barred)
        run->has_place = unit_place_before(c, stmt->first, &run->place);
    uint32_t maker = unit_maker_of(c, stmt->first, last);
    run->maker = run->statements == 0 || run->maker == maker ? maker : 0;
    run->end = c->tokens[last].end;
    run->statements++;
    bool may_be_empty = (stmt->kind == STMT_EXPR && !stmt->is_value) || stmt->kind == STMT_DO;
    if (!may_be_empty || !code_lines_are_empty(c->tokens, stmt->first, last))
        unit_add_lines(c, &run->lines, unit_separate_inner(c, stmt), stmt->first, last);
    if (run->has_place)
        c->counted = c->tokens[last].invocation;
}

/* The statement expressions in the statement: blocks within the run, which goes on behind them. */
static void unit_cut_inner(struct cutter *c, const struct stmt *stmt)
{
    uint32_t counted = c->counted, opened = c->opened;
    for (const struct stmt *inner = unit_separate_inner(c, stmt); inner; inner = inner->next) {
        if (!unit_is_opaque(c, inner))
            unit_cut_block(c, inner, false);
    }
    c->counted = counted;
    c->opened = opened;
}

/* The operands and the statement expressions in the head of a control statement. */
static void unit_cut_in_head(struct cutter *c, const struct stmt *stmt, bool has_place)
{
    c->loops += unit_is_loop(stmt);
    if (has_place)
        branch_cut_head(c, stmt);
    unit_cut_inner(c, stmt);
    c->loops -= unit_is_loop(stmt);
}

/* Remembers the place before a block or a do statement that a macro makes: the probe of its first statements can be
 * there. */
static void unit_note_opening(struct cutter *c, const struct run *run, const struct stmt *stmt)
{
    uint32_t invocation = c->tokens[stmt->first].invocation;
    if (invocation && !run->barred && unit_place_before(c, stmt->first, &c->place))
        c->opened = invocation;
}

/* A label in an invocation is reached without passing the invocation's begin. */
static void unit_note_label(struct cutter *c, const struct stmt *label)
{
    if (c->tokens[label->first].invocation == c->counted)
        c->counted = 0;
    c->opened = 0;
    c->loops += !unit_is_case(label);
    c->pending = (struct line_list){0, 0}; /* a jump to this label does not pass the labels before it */
    code_lines_add(&c->list->lines, &c->pending, c->source, c->tokens, label->first, label->last, NULL);
}

/* Does the label name the loop or switch behind it (C2y)? `break` or `continue` with its name is somewhere. */
static bool unit_names_loop(const struct stmt *label)
{
    const struct stmt *stmt = label->next;
    while (stmt && (stmt->kind == STMT_LABEL || (stmt->kind == STMT_COMPOUND && stmt->open == NO_TOKEN)))
        stmt = stmt->kind == STMT_LABEL ? stmt->next : stmt->body;
    return label->name && label->name->names_loop && stmt && (unit_is_loop(stmt) || stmt->kind == STMT_SWITCH);
}

/* A label between which and its loop no probe may be. If no jump leads to it, the run goes on, and may begin before it. */
static void unit_note_name(struct cutter *c, struct run *run, const struct stmt *label)
{
    if (unit_is_case(label) || label->name->is_target) {
        unit_run_flush(c, run, false);
        unit_note_label(c, label);
        run->in_head = true;
    } else {
        if (!run->begun && !run->in_head)
            run->begin = c->tokens[label->first].begin;
        run->begun = true;
        if (!run->has_place && !run->in_head && !run->barred)
            run->has_place = unit_place_before(c, label->first, &run->place);
        code_lines_add(&c->list->lines, &c->pending, c->source, c->tokens, label->first, label->last, NULL);
    }
    run->named = true;
}

/* Notes whether a declaration follows a statement: -Wdeclaration-after-statement, which is off in the instrumented
 * compile. */
static void unit_note_mixed_declarations(struct cutter *c, const struct stmt *first)
{
    bool statement_seen = false;
    for (const struct stmt *stmt = first; stmt; stmt = stmt->next) {
        bool declares = stmt->kind == STMT_DECL || (stmt->kind == STMT_NULL && stmt->last > stmt->first);
        c->list->mixes_declarations |= declares && statement_seen;
        statement_seen |= !declares && stmt->kind != STMT_FUNCTION;
    }
}

/* The column of the offset as -Wmisleading-indentation sees it, from 0: tabs are 8 wide. `first`: instead that of the
 * first character on its line that is not blank. */
static uint32_t unit_visual_column(const struct cutter *c, uint32_t offset, bool first)
{
    const char *text = c->source->text;
    uint32_t begin = offset, column = 0;
    while (begin > 0 && text[begin - 1] != '\n')
        begin--;
    for (uint32_t i = begin; i < offset && !(first && text[i] != ' ' && text[i] != '\t'); i++)
        column = text[i] == '\t' ? (column / 8 + 1) * 8 : column + 1;
    return column;
}

/* May the reader take the token behind the statement, which has no braces, for a part of it? */
static bool unit_misleads(const struct cutter *c, const struct stmt *stmt)
{
    const struct token *first = &c->tokens[stmt->first], *last = &c->tokens[stmt->last], *next = last + 1;
    if (token_is(next, '}') || token_keyword(next) == KW_ELSE)
        return false;
    if (source_locate(c->source, next->begin).line == source_locate(c->source, last->end).line)
        return true;
    uint32_t next_column = unit_visual_column(c, next->begin, false);
    uint32_t column = unit_visual_column(c, first->begin, false), line = unit_visual_column(c, first->begin, true);
    if (stmt->kind == STMT_NULL)
        return token_is(next, '{') || next_column > line || (next_column == line && line == column);
    return next_column == column || (line != column && next_column > line);
}

/* Is its last statement an `if` with an else, without braces around it? */
static bool unit_ends_in_else(const struct stmt *stmt)
{
    if (stmt->kind == STMT_IF)
        return stmt->other || unit_ends_in_else(stmt->body);
    if (stmt->kind == STMT_WHILE || stmt->kind == STMT_FOR || stmt->kind == STMT_SWITCH)
        return unit_ends_in_else(stmt->body);
    if (stmt->kind != STMT_COMPOUND || stmt->open != NO_TOKEN)
        return false;
    const struct stmt *last = stmt->body;
    while (last && last->next)
        last = last->next;
    return last && unit_ends_in_else(last);
}

/* Does it define an enumeration or a structure? Before C99, that is in scope behind a statement without braces. */
static bool unit_defines_tag(const struct cutter *c, const struct stmt *stmt)
{
    for (uint32_t i = stmt->first; i <= stmt->last; i++) {
        const struct token *token = &c->tokens[i];
        if (token_keyword(token) == KW_RECORD && (token_is(token + 1, '{') || token_is(token + 2, '{')))
            return true;
    }
    return false;
}

/* Notes what compilers may report about the statement only while it has no braces: -Wmisleading-indentation,
 * -Wdangling-else, -Wempty-body. */
static void unit_note_missing_braces(struct cutter *c, const struct stmt *stmt, unsigned chain)
{
    c->list->lacks_braces |= unit_misleads(c, stmt) || (chain == 0 && unit_ends_in_else(stmt));
    c->list->draws_errors |= unit_defines_tag(c, stmt);
}

/* Notes whether a statement is before the first label: -Wswitch-unreachable. */
static void unit_note_unreachable(struct cutter *c, const struct stmt *block)
{
    const struct stmt *stmt = block->body;
    while (stmt && (stmt->kind == STMT_NULL || stmt->kind == STMT_DECL))
        stmt = stmt->next;
    c->list->draws_errors |=
        stmt && stmt->kind != STMT_LABEL && !(stmt->kind == STMT_COMPOUND && stmt->open == NO_TOKEN);
}

static void unit_cut_list(struct cutter *c, struct run *run, const struct stmt *first)
{
    for (const struct stmt *stmt = first; stmt; stmt = stmt->next)
        unit_cut_item(c, run, stmt);
}

/* { … }. With `may_be_empty`, a block in which nothing runs is a unit of no statements. */
static void unit_cut_block(struct cutter *c, const struct stmt *block, bool may_be_empty)
{
    uint32_t open = block->open;
    struct run run = {.whole = true, .begun = true, .begin = c->tokens[open].begin};
    if (c->tokens[open].invocation &&
        c->tokens[open].invocation == c->counted) /* the macro's statement is already counted */
        run.begun = false;
    unit_note_mixed_declarations(c, block->body);
    unit_cut_list(c, &run, block->body);
    if (run.whole) {
        run.end = c->tokens[block->last].end;
        if (!run.has_place)
            run.has_place = unit_place_in_block(c, open, &run.place);
    }
    unit_run_flush(c, &run, run.whole && may_be_empty);
    c->pending = (struct line_list){0, 0};
}

/* The token behind which the added brace closes: a macro may make empty statements behind its statement. */
static uint32_t unit_closing_token(const struct cutter *c, const struct stmt *stmt)
{
    uint32_t last = stmt->last, invocation = c->tokens[last].invocation;
    while (invocation && c->tokens[last + 1].invocation == invocation && token_is(&c->tokens[last + 1], ';'))
        last++;
    return last;
}

/* A controlled statement that is not a block: it gets braces, so that there is a place for a probe. `chain`: its
 * number in a chain of else-ifs. */
static void unit_cut_single(struct cutter *c, const struct stmt *stmt, unsigned chain)
{
    struct run run = {0};
    uint32_t begin;
    if (stmt->kind == STMT_NULL) { /* an empty statement stays as it is */
        unit_note_missing_braces(c, stmt, chain);
        return;
    }
    uint32_t last = unit_closing_token(c, stmt);
    bool fits = unit_place_before(c, stmt->first, &begin) && cutter_is_gap(c, last, last + 1);
    bool braces = fits && (stmt->kind != STMT_DO || unit_is_opaque(c, stmt)) && chain <= CHAIN_MAX;
    run.barred = !braces;
    if (braces) {
        unit_note_missing_braces(c, stmt, chain);
        cutter_add_edit(c, EDIT_OPEN, begin, 0);
    }
    if (stmt->kind == STMT_IF && !unit_is_opaque(c, stmt)) {
        unit_run_extend(c, &run, stmt, stmt->head_last);
        unit_cut_in_head(c, stmt, braces);
        unit_run_flush(c, &run, false);
        unit_cut_if(c, stmt, chain);
    } else {
        unit_cut_item(c, &run, stmt);
    }
    unit_run_flush(c, &run, false);
    if (braces)
        cutter_add_edit(c, EDIT_CLOSE, c->tokens[last].end, 0);
}

static void unit_cut_controlled(struct cutter *c, const struct stmt *stmt, unsigned chain)
{
    if (stmt->kind == STMT_COMPOUND && stmt->open != NO_TOKEN && !unit_is_opaque(c, stmt))
        unit_cut_block(c, stmt, true);
    else
        unit_cut_single(c, stmt, chain);
}

/* Both branches. An else-if beyond CHAIN_MAX has its probe in the condition. */
static void unit_cut_if(struct cutter *c, const struct stmt *stmt, unsigned chain)
{
    const struct stmt *other = stmt->other;
    unit_cut_controlled(c, stmt->body, 0);
    if (other && other->kind == STMT_IF && chain >= CHAIN_MAX && cutter_is_gap(c, other->open, other->open + 1)) {
        struct line_list lines = {0, 0};
        unit_add_lines(c, &lines, unit_separate_inner(c, other), other->first, other->head_last);
        unit_add_run(c, c->tokens[other->first].begin, c->tokens[other->head_last].end, 1, EDIT_COMMA,
                     c->tokens[other->open].end, lines);
        unit_cut_in_head(c, other, true);
        unit_cut_if(c, other, chain);
    } else if (other) {
        unit_cut_controlled(c, other, chain + 1);
    }
}

/* The `for` in the block, or NULL. */
static const struct stmt *unit_find_loop(const struct stmt *block)
{
    const struct stmt *stmt = block->body;
    while (stmt && stmt->kind != STMT_FOR)
        stmt = stmt->next;
    return stmt;
}

/* The body of a loop. The next `tight` nested loops must follow it directly. */
static void unit_cut_loop(struct cutter *c, const struct stmt *body, unsigned tight)
{
    if (tight == 0) {
        unit_cut_controlled(c, body, 0);
        return;
    }
    const struct stmt *loop = body;
    if (loop->kind == STMT_COMPOUND && (loop = unit_find_loop(loop)) == NULL)
        unit_cut_controlled(c, body, 0);
    else if (loop->kind == STMT_FOR)
        unit_cut_loop(c, loop->body, tight - 1);
    else
        unit_cut_controlled(c, body, 0);
}

/* Is the do statement's condition a number? Then it is no unit. */
static bool unit_is_constant_tail(const struct cutter *c, const struct stmt *stmt)
{
    const struct token *operand = &c->tokens[stmt->open + 1];
    return operand->kind == TOKEN_NUMBER && token_is(operand + 1, ')');
}

static void unit_cut_do(struct cutter *c, const struct stmt *stmt)
{
    unit_cut_controlled(c, stmt->body, 0);
    if (unit_is_constant_tail(c, stmt))
        return;
    if (cutter_is_gap(c, stmt->open, stmt->open + 1)) {
        struct line_list lines = {0, 0};
        unit_add_lines(c, &lines, unit_separate_inner(c, stmt), stmt->tail_first, stmt->last);
        unit_add_run(c, c->tokens[stmt->tail_first].begin, c->tokens[stmt->last].end, 1, EDIT_COMMA,
                     c->tokens[stmt->open].end, lines);
        branch_cut(c, stmt->open + 1, stmt->last - 2, false);
    } else {
        c->list->dropped++;
    }
    unit_cut_inner(c, stmt);
}

/* A control statement: the run ends with its head. */
static void unit_cut_head(struct cutter *c, struct run *run, const struct stmt *stmt)
{
    unit_run_extend(c, run, stmt, stmt->head_last);
    unit_cut_in_head(c, stmt, run->has_place);
    unit_run_flush(c, run, false);
}

static void unit_cut_switch(struct cutter *c, const struct stmt *stmt)
{
    if (stmt->body->kind == STMT_COMPOUND && stmt->body->open != NO_TOKEN) {
        unit_note_unreachable(c, stmt->body);
        unit_cut_block(c, stmt->body, false);
    } else {
        unit_cut_single(c, stmt->body, 0);
    }
}

/* Any other statement; it may contain statement expressions. */
static void unit_cut_simple(struct cutter *c, struct run *run, const struct stmt *stmt)
{
    unit_run_extend(c, run, stmt, stmt->last);
    if (run->has_place && stmt->kind != STMT_ASM && !stmt->bound)
        branch_cut(c, stmt->first, stmt->last - 1, stmt->kind == STMT_DECL);
    unit_cut_inner(c, stmt);
    if (unit_may_jump(stmt, false, false))
        unit_run_flush(c, run, false);
}

static void unit_cut_label(struct cutter *c, struct run *run, const struct stmt *label)
{
    if (run->named || unit_names_loop(label)) {
        unit_note_name(c, run, label);
    } else {
        unit_run_flush(c, run, false);
        unit_note_label(c, label);
    }
}

/* The deferred statement is a block of its own. Where it is registered the run goes on. */
static void unit_cut_deferred(struct cutter *c, const struct stmt *stmt)
{
    uint32_t counted = c->counted, opened = c->opened;
    struct line_list pending = c->pending;
    c->pending = (struct line_list){0, 0};
    unit_cut_controlled(c, stmt->body, 0);
    c->pending = pending;
    c->counted = counted;
    c->opened = opened;
}

static void unit_cut_item(struct cutter *c, struct run *run, const struct stmt *stmt)
{
    if (stmt->kind == STMT_NULL)
        return;
    if (stmt->kind != STMT_LABEL && (stmt->rigid || unit_is_opaque(c, stmt))) {
        unit_run_extend(c, run, stmt, stmt->last);
        if (unit_may_jump(stmt, false, false))
            unit_run_flush(c, run, false);
        return;
    }
    switch (stmt->kind) {
    case STMT_LABEL:
        unit_cut_label(c, run, stmt);
        break;
    case STMT_COMPOUND:
        if (!run->named)
            unit_run_flush(c, run, false);
        unit_note_opening(c, run, stmt);
        if (stmt->open != NO_TOKEN)
            unit_cut_block(c, stmt, false);
        else
            unit_cut_list(c, run, stmt->body);
        break;
    case STMT_IF:
        unit_cut_head(c, run, stmt);
        unit_cut_if(c, stmt, 0);
        break;
    case STMT_WHILE:
    case STMT_FOR:
        unit_cut_head(c, run, stmt);
        c->loops++;
        unit_cut_loop(c, stmt->body, stmt->tight);
        c->loops--;
        break;
    case STMT_SWITCH:
        unit_cut_head(c, run, stmt);
        unit_cut_switch(c, stmt);
        break;
    case STMT_DO:
        unit_run_flush(c, run, false);
        unit_note_opening(c, run, stmt);
        c->loops++;
        unit_cut_do(c, stmt);
        c->loops--;
        break;
    case STMT_DEFER:
        unit_cut_deferred(c, stmt);
        break;
    case STMT_FUNCTION:
        c->list->nests = true;
        unit_run_flush(c, run, false);
        unit_cut_block(c, stmt->body, true);
        break;
    default:
        unit_cut_simple(c, run, stmt);
        break;
    }
}

void unit_cut(struct unit_list *list, const struct source *source, const struct token *tokens, const struct stmt *body)
{
    struct cutter c = {.source = source, .tokens = tokens, .list = list};
    list->spreads = body->spreads;
    list->hides = body->hides;
    list->offloads = body->offloads;
    list->has_entry &= cutter_is_gap(&c, body->open, body->open + 1);
    if (list->has_entry)
        cutter_add_edit(&c, EDIT_ENTRY, tokens[body->open].end, 0);
    if (unit_is_opaque(&c, body))
        unit_note_mixed_declarations(&c, body->body);
    else
        unit_cut_block(&c, body, true);
}

/* The lines of all the function's units. */
static struct line_list unit_function_lines(struct cutter *c, const struct stmt *body)
{
    struct unit_list scratch = {.lines = c->list->lines};
    struct cutter all = {.source = c->source, .tokens = c->tokens, .list = &scratch};
    struct line_list lines = {0, 0};
    unit_cut_block(&all, body, false);
    for (size_t i = 0; i < scratch.count; i++)
        code_lines_append(&scratch.lines, &lines, &scratch.units[i].lines);
    c->list->lines = scratch.lines;
    scratch.lines = (struct line_pool){0};
    unit_list_free(&scratch);
    return lines;
}

void unit_cut_function(struct unit_list *list, const struct source *source, const struct token *tokens,
                       const struct stmt *body)
{
    struct cutter c = {.source = source, .tokens = tokens, .list = list};
    unit_note_mixed_declarations(&c, body->body);
    uint32_t place;
    if (unit_place_in_block(&c, body->open, &place))
        unit_add_run(&c, tokens[body->open].begin, tokens[body->last].end, 1, EDIT_PROBE, place,
                     unit_function_lines(&c, body));
    else
        list->dropped++;
}

void unit_cut_macro_function(struct unit_list *list, const struct source *source, const struct token *open,
                             const struct token *last, uint32_t number)
{
    struct cutter c = {.source = source, .tokens = open, .list = list};
    uint32_t length = open->end - open->begin;
    struct line_list lines = {0, 0};
    code_lines_add(&list->lines, &lines, source, open, 0, 0, NULL);
    unit_add_run(&c, open->begin + (number < length ? number : length - 1), last->end, 1, EDIT_MACRO_PROBE, open->begin,
                 lines);
    if (list->count)
        cutter_add_edit(&c, EDIT_MACRO_END, open->end, 0);
}

void unit_list_clear(struct unit_list *list)
{
    list->count = list->edit_count = list->dropped = list->lines.count = 0;
    list->nests = list->mixes_declarations = list->lacks_braces = list->draws_errors = false;
    list->has_operands = false;
    list->spreads = list->hides = list->offloads = list->has_entry = false;
}

void unit_list_free(struct unit_list *list)
{
    free(list->units);
    free(list->edits);
    free(list->lines.nodes);
    free(list->operands.items);
    *list = (struct unit_list){0};
}
