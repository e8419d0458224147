/* Cutting a function into units, as Go's cmd/cover does: walk each statement list; a run goes on until a statement that
 * affects the flow of control, which it includes up to its condition; labels and blocks break runs; the first run of a
 * block begins at its `{` and, if nothing broke it, ends behind its `}`.
 *
 * Where C differs from Go: declarations that run nothing don't count; the condition of a do statement is a unit of its
 * own, since `continue` may reach it without the body's end; what a single macro invocation makes is one statement,
 * whatever it expands to, and ends the run if it may jump.
 *
 * Intraline units are operands that may not be run (operand.h). A right operand b becomes `(probe, b)`. The arms of a
 * choice are left as they are, for their types, and counted behind the condition: `(((c)&&(probe,1))||(probe,0)) ? a :
 * b`. They have no statements, and lie within the unit of the expression.
 *
 * A probe can stand only between tokens that don't come from one macro invocation. It is put before the first statement
 * of the run where that holds. A run without such a statement that is all one invocation's (the inner loop of a macro
 * that makes two) is a part of the statement that the invocation is, which counts where it begins; any other is
 * dropped, and counted as dropped. */
#include "instr/instrument/unit.h"

#include <stdlib.h>

#include "base/banned.h"

enum { CHAIN_MAX = 64 }; /* else-ifs that may get braces: compilers bound the nesting of braces (Clang: 256) */

struct cutter {
    const struct source *source;
    const struct token *tokens;
    struct unit_list *list;
    uint32_t counted; /* the macro invocation in which the last statement that has a probe ends */
    uint32_t opened;  /* the last one that began with a block or a do statement, which has no probe yet */
    uint32_t place;   /* … the offset for it */
    unsigned loops;   /* that the text under way stands in; what follows a label may stand in one more */
};

/* The run under way. */
struct run {
    bool whole; /* the first of a block: begins at its brace, and nothing has broken the block yet */
    bool begun;
    bool has_place;
    bool barred;         /* no probe may stand in it: what is controlled without braces */
    uint32_t begin, end; /* offsets */
    uint32_t place;      /* the offset for the probe */
    uint32_t statements;
    uint32_t maker; /* the macro invocation that makes all of them, or 0 */
};

static void cut_item(struct cutter *c, struct run *run, const struct stmt *stmt);
static void cut_if(struct cutter *c, const struct stmt *stmt, unsigned chain);

/* Does the text between two neighbouring tokens belong to the user, not to a macro's expansion? */
static bool is_gap(const struct cutter *c, uint32_t left, uint32_t right)
{
    uint32_t invocation = c->tokens[left].invocation;
    return invocation == 0 || invocation != c->tokens[right].invocation;
}

/* Where text can be inserted before a statement. A #pragma is a line of its own: the place is behind the token before
 * it. */
static bool place_before(const struct cutter *c, uint32_t token, uint32_t *offset)
{
    if (!is_gap(c, token - 1, token))
        return false;
    *offset = c->tokens[token].begin;
    if (c->tokens[token].kind != TOKEN_PRAGMA)
        return true;
    while (c->tokens[token - 1].kind == TOKEN_PRAGMA)
        token--;
    *offset = c->tokens[token - 1].end;
    return is_gap(c, token - 1, token);
}

/* The macro invocation that makes first … last, but for a `;` behind it; 0 if none does. */
static uint32_t maker_of(const struct cutter *c, uint32_t first, uint32_t last)
{
    if (last > first && c->tokens[last].invocation == 0 && token_is(&c->tokens[last], ';'))
        last--;
    return c->tokens[first].invocation == c->tokens[last].invocation ? c->tokens[first].invocation : 0;
}

static bool is_opaque(const struct cutter *c, const struct stmt *stmt)
{
    return maker_of(c, stmt->first, stmt->last) != 0;
}

static bool is_loop(const struct stmt *stmt)
{
    return stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_FOR;
}

static bool is_case(const struct cutter *c, const struct stmt *label)
{
    int keyword = token_keyword(&c->tokens[label->first]);
    return keyword == KW_CASE || keyword == KW_DEFAULT;
}

/* May the statement send control elsewhere than behind it? `loops`, `breaks`: continue and break would stay within. */
static bool may_jump(const struct stmt *stmt, bool loops, bool breaks)
{
    if (stmt->leaves)
        return true;
    switch (stmt->kind) {
    case STMT_RETURN:
    case STMT_GOTO:
    case STMT_LABEL:
        return true;
    case STMT_BREAK:
        return !breaks;
    case STMT_CONTINUE:
        return !loops;
    case STMT_FUNCTION:
        return false;
    default:
        break;
    }
    for (const struct stmt *inner = stmt->inner; inner; inner = inner->next) {
        if (may_jump(inner, loops, breaks))
            return true;
    }
    loops |= is_loop(stmt);
    breaks |= is_loop(stmt) || stmt->kind == STMT_SWITCH;
    if (stmt->kind == STMT_SWITCH && stmt->body && stmt->body->kind == STMT_COMPOUND) {
        for (const struct stmt *s = stmt->body->body; s; s = s->next) {
            if (s->kind != STMT_LABEL && may_jump(s, loops, breaks))
                return true;
        }
        return false;
    }
    for (const struct stmt *s = stmt->body; s; s = s->next) {
        if (may_jump(s, loops, breaks))
            return true;
        if (stmt->kind != STMT_COMPOUND)
            break;
    }
    return stmt->other && may_jump(stmt->other, loops, breaks);
}

static void edit_add(struct cutter *c, enum edit_kind kind, uint32_t offset, size_t unit)
{
    struct unit_list *list = c->list;
    list->edits = array_grow(list->edits, list->edit_count, &list->edit_cap, sizeof *list->edits);
    list->edits[list->edit_count++] = (struct edit){offset, kind, (uint32_t)unit};
}

static void unit_add(struct cutter *c, uint32_t begin, uint32_t end, uint32_t statements, enum edit_kind probe,
                     uint32_t place)
{
    struct unit_list *list = c->list;
    struct unit unit = {source_locate(c->source, begin), source_locate(c->source, end), statements, c->loops > 0};
    if (unit.end.file != unit.start.file) {
        list->dropped++;
        return;
    }
    edit_add(c, probe, place, list->count);
    list->units = array_grow(list->units, list->count, &list->cap, sizeof *list->units);
    list->units[list->count++] = unit;
}

/* The same, for an intraline unit. Its index, or SIZE_MAX where its ends stand in two files. */
static size_t intraline_add(struct cutter *c, uint32_t first, uint32_t last)
{
    struct unit_list *list = c->list;
    struct unit unit = {source_locate(c->source, c->tokens[first].begin), source_locate(c->source, c->tokens[last].end),
                        0, c->loops > 0};
    if (unit.start.file != unit.end.file)
        return SIZE_MAX;
    list->units = array_grow(list->units, list->count, &list->cap, sizeof *list->units);
    list->units[list->count] = unit;
    list->has_operands = true;
    return list->count++;
}

static void operand_cut(struct cutter *c, const struct operand *operand)
{
    size_t unit;
    if (!is_gap(c, operand->first - 1, operand->first) || !is_gap(c, operand->leaf_last, operand->leaf_last + 1) ||
        !is_gap(c, operand->last, operand->last + 1) ||
        (unit = intraline_add(c, operand->first, operand->last)) == SIZE_MAX)
        return;
    edit_add(c, EDIT_OPERAND, c->tokens[operand->first].begin, unit);
    edit_add(c, EDIT_OPERAND_END, c->tokens[operand->leaf_last].end, unit);
}

static void choice_cut(struct cutter *c, const struct operand *choice)
{
    uint32_t then_first = choice->last + 2;
    if (!is_gap(c, choice->first - 1, choice->first) || !is_gap(c, choice->last, choice->last + 1) ||
        !is_gap(c, then_first - 1, then_first) || !is_gap(c, choice->then_last, choice->then_last + 1) ||
        !is_gap(c, choice->else_first - 1, choice->else_first) || !is_gap(c, choice->else_last, choice->else_last + 1))
        return;
    size_t then_unit = intraline_add(c, then_first, choice->then_last);
    size_t else_unit = intraline_add(c, choice->else_first, choice->else_last);
    if (then_unit == SIZE_MAX || else_unit == SIZE_MAX ||
        c->list->units[then_unit].start.file != c->list->units[else_unit].start.file) {
        c->list->count -= (then_unit != SIZE_MAX) + (else_unit != SIZE_MAX);
        return;
    }
    edit_add(c, EDIT_CONDITION, c->tokens[choice->first].begin, then_unit);
    edit_add(c, EDIT_CONDITION_NOT, c->tokens[choice->last].end, else_unit); /* ends are written last to first */
    edit_add(c, EDIT_CONDITION_MET, c->tokens[choice->last].end, then_unit);
}

/* The intraline units of the expressions first … last, of the initialisers there, or of the parts of a for statement's
 * head. */
static void cut_expression(struct cutter *c, uint32_t first, uint32_t last, bool is_declaration)
{
    struct operand_list *operands = &c->list->operands;
    operands->count = 0;
    if (!c->list->intraline || first > last)
        return;
    if (is_declaration)
        operands_find_initialisers(operands, c->tokens, first, last);
    else
        operands_find(operands, c->tokens, first, last);
    for (size_t i = 0; i < operands->count; i++) {
        if (operands->items[i].is_choice)
            choice_cut(c, &operands->items[i]);
        else
            operand_cut(c, &operands->items[i]);
    }
}

/* … of a control statement's head. */
static void cut_head_expression(struct cutter *c, const struct stmt *stmt)
{
    uint32_t first = stmt->open + 1;
    if (stmt->bound)
        return;
    for (uint32_t i = first, braces = 0; stmt->kind == STMT_FOR && i < stmt->head_last; i++) {
        braces += token_is(&c->tokens[i], '{');
        braces -= token_is(&c->tokens[i], '}');
        if (!token_is(&c->tokens[i], ';') || braces)
            continue;
        cut_expression(c, first, i - 1, first == stmt->open + 1);
        first = i + 1;
    }
    cut_expression(c, first, stmt->head_last - 1, false);
}

/* A run without a place: is it a part of a macro invocation that counts where it begins, or now does? */
static bool run_is_counted(struct cutter *c, const struct run *run)
{
    if (run->maker && run->maker == c->opened) {
        c->opened = 0;
        c->counted = run->maker;
        unit_add(c, run->begin, run->end, 1, EDIT_PROBE, c->place);
    }
    return run->maker && run->maker == c->counted;
}

/* Ends the run: a unit, if it has statements or `forced` says so. */
static void run_flush(struct cutter *c, struct run *run, bool forced)
{
    if (run->has_place && (run->statements > 0 || forced))
        unit_add(c, run->begin, run->end, run->statements, EDIT_PROBE, run->place);
    else if (run->statements > 0 && !run_is_counted(c, run))
        c->list->dropped++;
    *run = (struct run){.barred = run->barred};
}

/* Takes the statement into the run, up to the token `last`. */
static void run_extend(struct cutter *c, struct run *run, const struct stmt *stmt, uint32_t last)
{
    if (!run->begun) {
        run->begun = true;
        run->begin = c->tokens[stmt->first].begin;
    }
    if (!run->has_place && !run->barred)
        run->has_place = place_before(c, stmt->first, &run->place);
    uint32_t maker = maker_of(c, stmt->first, last);
    run->maker = run->statements == 0 || run->maker == maker ? maker : 0;
    run->end = c->tokens[last].end;
    run->statements++;
    if (run->has_place)
        c->counted = c->tokens[last].invocation;
}

/* A block or a do statement: where a macro makes its brace and statements behind that, their probe can stand here. */
static void opening_note(struct cutter *c, const struct run *run, const struct stmt *stmt)
{
    uint32_t invocation = c->tokens[stmt->first].invocation;
    if (invocation && !run->barred && place_before(c, stmt->first, &c->place))
        c->opened = invocation;
}

/* A label is reached from elsewhere than the begin of the macro invocation that makes it. */
static void label_note(struct cutter *c, const struct stmt *label)
{
    if (c->tokens[label->first].invocation == c->counted)
        c->counted = 0;
    c->opened = 0;
    c->loops += !is_case(c, label);
}

/* A declaration behind a statement: GCC's -Wdeclaration-after-statement, which the probes force off. */
static void mixed_declarations_note(struct cutter *c, const struct stmt *first)
{
    bool statement_seen = false;
    for (const struct stmt *stmt = first; stmt; stmt = stmt->next) {
        bool declares = stmt->kind == STMT_DECL || (stmt->kind == STMT_NULL && stmt->last > stmt->first);
        c->list->mixes_declarations |= declares && statement_seen;
        statement_seen |= !declares && stmt->kind != STMT_FUNCTION;
    }
}

/* Text that -Wmisleading-indentation or -Wdangling-else speak of, and would not once the statement has braces. */
static void missing_braces_note(struct cutter *c, const struct stmt *stmt, unsigned chain)
{
    struct position first = source_locate(c->source, c->tokens[stmt->first].begin);
    struct position last = source_locate(c->source, c->tokens[stmt->last].end);
    struct position next = source_locate(c->source, c->tokens[stmt->last + 1].begin);
    bool closes = token_is(&c->tokens[stmt->last + 1], '}') || token_keyword(&c->tokens[stmt->last + 1]) == KW_ELSE;
    bool misleads = !closes && (next.line == last.line || next.col == first.col);
    c->list->lacks_braces |= misleads || (stmt->kind == STMT_IF && stmt->other && chain == 0);
}

static void cut_list(struct cutter *c, struct run *run, const struct stmt *first)
{
    for (const struct stmt *stmt = first; stmt; stmt = stmt->next)
        cut_item(c, run, stmt);
}

/* { … }; with `may_be_empty` a block in which nothing is to run is a unit as well, of no statements. */
static void cut_block(struct cutter *c, const struct stmt *block, bool may_be_empty)
{
    uint32_t open = block->open;
    struct run run = {.whole = true, .begun = true, .begin = c->tokens[open].begin};
    if (c->tokens[open].invocation && c->tokens[open].invocation == c->counted) /* which has a unit already */
        run.begun = false;
    mixed_declarations_note(c, block->body);
    cut_list(c, &run, block->body);
    if (run.whole) {
        run.end = c->tokens[block->last].end;
        if (!run.has_place && is_gap(c, open, open + 1)) {
            run.has_place = true;
            run.place = c->tokens[open].end;
        }
    }
    run_flush(c, &run, run.whole && may_be_empty);
}

/* The token behind which a statement's brace closes: the macro that made it may have made empty statements behind it.
 */
static uint32_t closing_token(const struct cutter *c, const struct stmt *stmt)
{
    uint32_t last = stmt->last, invocation = c->tokens[last].invocation;
    while (invocation && c->tokens[last + 1].invocation == invocation && token_is(&c->tokens[last + 1], ';'))
        last++;
    return last;
}

/* What a control statement controls, `stmt`, where it is no block: it gets braces, so that a probe fits in. `chain`:
 * its number in a chain of else-ifs. */
static void cut_single(struct cutter *c, const struct stmt *stmt, unsigned chain)
{
    struct run run = {0};
    uint32_t begin;
    if (stmt->kind == STMT_NULL) { /* a probe behind it may come between it and what a compiler takes it for */
        missing_braces_note(c, stmt, chain);
        return;
    }
    uint32_t last = closing_token(c, stmt);
    bool fits = place_before(c, stmt->first, &begin) && is_gap(c, last, last + 1);
    bool braces = fits && (stmt->kind != STMT_DO || is_opaque(c, stmt)) && chain <= CHAIN_MAX;
    run.barred = !braces;
    if (braces) {
        missing_braces_note(c, stmt, chain);
        edit_add(c, EDIT_OPEN, begin, 0);
    }
    if (stmt->kind == STMT_IF && !is_opaque(c, stmt)) {
        run_extend(c, &run, stmt, stmt->head_last);
        if (braces)
            cut_head_expression(c, stmt);
        run_flush(c, &run, false);
        cut_if(c, stmt, chain);
    } else {
        cut_item(c, &run, stmt);
    }
    run_flush(c, &run, false);
    if (braces)
        edit_add(c, EDIT_CLOSE, c->tokens[last].end, 0);
}

static void cut_controlled(struct cutter *c, const struct stmt *stmt, unsigned chain)
{
    if (stmt->kind == STMT_COMPOUND && stmt->open != NO_TOKEN && !is_opaque(c, stmt))
        cut_block(c, stmt, true);
    else
        cut_single(c, stmt, chain);
}

/* Both branches. An else-if beyond the longest chain that may have braces counts in its condition. */
static void cut_if(struct cutter *c, const struct stmt *stmt, unsigned chain)
{
    const struct stmt *other = stmt->other;
    cut_controlled(c, stmt->body, 0);
    if (other && other->kind == STMT_IF && chain >= CHAIN_MAX && is_gap(c, other->open, other->open + 1)) {
        unit_add(c, c->tokens[other->first].begin, c->tokens[other->head_last].end, 1, EDIT_COMMA,
                 c->tokens[other->open].end);
        cut_head_expression(c, other);
        cut_if(c, other, chain);
    } else if (other) {
        cut_controlled(c, other, chain + 1);
    }
}

/* The body of a loop whose next `tight` loops must follow it at once. */
static void cut_loop(struct cutter *c, const struct stmt *body, unsigned tight)
{
    if (tight == 0) {
        cut_controlled(c, body, 0);
        return;
    }
    const struct stmt *loop = body->kind == STMT_COMPOUND ? body->body : body;
    if (loop && loop->kind == STMT_FOR)
        cut_loop(c, loop->body, tight - 1);
}

/* Is the condition of the do statement a constant? Then nobody asks how often it was evaluated. */
static bool is_constant_tail(const struct cutter *c, const struct stmt *stmt)
{
    const struct token *operand = &c->tokens[stmt->open + 1];
    return operand->kind == TOKEN_NUMBER && token_is(operand + 1, ')');
}

static void cut_do(struct cutter *c, const struct stmt *stmt)
{
    cut_controlled(c, stmt->body, 0);
    if (is_constant_tail(c, stmt))
        return;
    if (is_gap(c, stmt->open, stmt->open + 1)) {
        unit_add(c, c->tokens[stmt->tail_first].begin, c->tokens[stmt->last].end, 1, EDIT_COMMA,
                 c->tokens[stmt->open].end);
        cut_expression(c, stmt->open + 1, stmt->last - 2, false);
    } else {
        c->list->dropped++;
    }
}

/* The statement controls others: the run ends with its head, which `last` closes. */
static void cut_head(struct cutter *c, struct run *run, const struct stmt *stmt)
{
    run_extend(c, run, stmt, stmt->head_last);
    c->loops += is_loop(stmt);
    if (run->has_place)
        cut_head_expression(c, stmt);
    c->loops -= is_loop(stmt);
    run_flush(c, run, false);
}

static void cut_switch(struct cutter *c, const struct stmt *stmt)
{
    if (stmt->body->kind == STMT_COMPOUND && stmt->body->open != NO_TOKEN)
        cut_block(c, stmt->body, false);
    else
        cut_single(c, stmt->body, 0);
}

/* A statement that ends where it stands, perhaps with statement expressions in it. */
static void cut_simple(struct cutter *c, struct run *run, const struct stmt *stmt)
{
    run_extend(c, run, stmt, stmt->last);
    if (run->has_place && stmt->kind != STMT_ASM && !stmt->bound)
        cut_expression(c, stmt->first, stmt->last - 1, stmt->kind == STMT_DECL);
    for (const struct stmt *inner = stmt->inner; inner; inner = inner->next) {
        if (!is_opaque(c, stmt) && !is_opaque(c, inner))
            cut_block(c, inner, false);
    }
    if (may_jump(stmt, false, false))
        run_flush(c, run, false);
}

static void cut_item(struct cutter *c, struct run *run, const struct stmt *stmt)
{
    if (stmt->kind == STMT_NULL)
        return;
    if (stmt->kind != STMT_LABEL && (stmt->rigid || is_opaque(c, stmt))) {
        run_extend(c, run, stmt, stmt->last);
        if (may_jump(stmt, false, false))
            run_flush(c, run, false);
        return;
    }
    switch (stmt->kind) {
    case STMT_LABEL:
        run_flush(c, run, false);
        label_note(c, stmt);
        break;
    case STMT_COMPOUND:
        run_flush(c, run, false);
        opening_note(c, run, stmt);
        if (stmt->open != NO_TOKEN)
            cut_block(c, stmt, false);
        else
            cut_list(c, run, stmt->body);
        break;
    case STMT_IF:
        cut_head(c, run, stmt);
        cut_if(c, stmt, 0);
        break;
    case STMT_WHILE:
    case STMT_FOR:
        cut_head(c, run, stmt);
        c->loops++;
        cut_loop(c, stmt->body, stmt->tight);
        c->loops--;
        break;
    case STMT_SWITCH:
        cut_head(c, run, stmt);
        cut_switch(c, stmt);
        break;
    case STMT_DO:
        run_flush(c, run, false);
        opening_note(c, run, stmt);
        c->loops++;
        cut_do(c, stmt);
        c->loops--;
        break;
    case STMT_FUNCTION:
        c->list->nests = true;
        run_flush(c, run, false);
        cut_block(c, stmt->body, true);
        break;
    default:
        cut_simple(c, run, stmt);
        break;
    }
}

void unit_cut(struct unit_list *list, const struct source *source, const struct token *tokens, const struct stmt *body)
{
    struct cutter c = {.source = source, .tokens = tokens, .list = list};
    list->spreads = body->spreads;
    list->has_entry &= is_gap(&c, body->open, body->open + 1);
    if (list->has_entry)
        edit_add(&c, EDIT_ENTRY, tokens[body->open].end, 0);
    if (is_opaque(&c, body))
        mixed_declarations_note(&c, body->body);
    else
        cut_block(&c, body, true);
}

void unit_cut_function(struct unit_list *list, const struct source *source, const struct token *tokens,
                       const struct stmt *body)
{
    struct cutter c = {.source = source, .tokens = tokens, .list = list};
    mixed_declarations_note(&c, body->body);
    if (is_gap(&c, body->open, body->open + 1))
        unit_add(&c, tokens[body->open].begin, tokens[body->last].end, 1, EDIT_PROBE, tokens[body->open].end);
    else
        list->dropped++;
}

void unit_cut_macro_function(struct unit_list *list, const struct source *source, const struct token *open,
                             const struct token *last, uint32_t number)
{
    struct cutter c = {.source = source, .tokens = open, .list = list};
    uint32_t length = open->end - open->begin;
    unit_add(&c, open->begin + (number < length ? number : length - 1), last->end, 1, EDIT_MACRO_PROBE, open->begin);
    if (list->count)
        edit_add(&c, EDIT_MACRO_END, open->end, 0);
}

void unit_list_clear(struct unit_list *list)
{
    list->count = list->edit_count = list->dropped = 0;
    list->nests = list->mixes_declarations = list->lacks_braces = list->has_operands = false;
    list->spreads = list->has_entry = false;
}

void unit_list_free(struct unit_list *list)
{
    free(list->units);
    free(list->edits);
    free(list->operands.items);
    *list = (struct unit_list){0};
}
