/* Branch units: parts of expressions that may not run (operand.h).
 *
 * A right operand b becomes `(probe, b)`. The arms of a choice stay as they are, because a comma would change their type,
 * or a null pointer constant, or a format string. They are counted behind the condition:
 * `(((c)&&(probe,1))||(probe,0)) ? a : b`.
 *
 * A branch unit has no statements, and lies within the unit of its expression; readers recognise it by that. */
#include "instr/instrument/branch.h"

#include "base/banned.h"

/* The unit's index, or SIZE_MAX if it begins and ends in different files. */
static size_t branch_add(struct cutter *c, uint32_t first, uint32_t last)
{
    struct unit_list *list = c->list;
    struct unit unit = {source_locate(c->source, c->tokens[first].begin),
                        source_locate(c->source, c->tokens[last].end),
                        0,
                        c->loops > 0,
                        {0, 0}};
    if (unit.start.file != unit.end.file)
        return SIZE_MAX;
    list->units = array_grow(list->units, list->count, &list->cap, sizeof *list->units);
    list->units[list->count] = unit;
    list->has_operands = true;
    return list->count++;
}

static void branch_cut_operand(struct cutter *c, const struct operand *operand)
{
    size_t unit;
    if (!cutter_is_gap(c, operand->first - 1, operand->first) ||
        !cutter_is_gap(c, operand->leaf_last, operand->leaf_last + 1) ||
        !cutter_is_gap(c, operand->last, operand->last + 1) ||
        (unit = branch_add(c, operand->first, operand->last)) == SIZE_MAX)
        return;
    cutter_add_edit(c, EDIT_OPERAND, c->tokens[operand->first].begin, unit);
    cutter_add_edit(c, EDIT_OPERAND_END, c->tokens[operand->leaf_last].end, unit);
}

static void branch_cut_choice(struct cutter *c, const struct operand *choice)
{
    uint32_t then_first = choice->last + 2;
    if (!cutter_is_gap(c, choice->first - 1, choice->first) || !cutter_is_gap(c, choice->last, choice->last + 1) ||
        !cutter_is_gap(c, then_first - 1, then_first) || !cutter_is_gap(c, choice->then_last, choice->then_last + 1) ||
        !cutter_is_gap(c, choice->else_first - 1, choice->else_first) ||
        !cutter_is_gap(c, choice->else_last, choice->else_last + 1))
        return;
    size_t then_unit = branch_add(c, then_first, choice->then_last);
    size_t else_unit = branch_add(c, choice->else_first, choice->else_last);
    if (then_unit == SIZE_MAX || else_unit == SIZE_MAX ||
        c->list->units[then_unit].start.file != c->list->units[else_unit].start.file) {
        c->list->count -= (then_unit != SIZE_MAX) + (else_unit != SIZE_MAX);
        return;
    }
    cutter_add_edit(c, EDIT_CONDITION, c->tokens[choice->first].begin, then_unit);
    cutter_add_edit(c, EDIT_CONDITION_NOT, c->tokens[choice->last].end,
                    else_unit); /* the last one added is written first */
    cutter_add_edit(c, EDIT_CONDITION_MET, c->tokens[choice->last].end, then_unit);
}

void branch_cut(struct cutter *c, uint32_t first, uint32_t last, bool is_declaration)
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
            branch_cut_choice(c, &operands->items[i]);
        else
            branch_cut_operand(c, &operands->items[i]);
    }
}

/* … of a control statement's head. */
void branch_cut_head(struct cutter *c, const struct stmt *stmt)
{
    uint32_t first = stmt->open + 1;
    if (stmt->bound)
        return;
    for (uint32_t i = first, braces = 0; stmt->kind == STMT_FOR && i < stmt->head_last; i++) {
        braces += token_is(&c->tokens[i], '{');
        braces -= token_is(&c->tokens[i], '}');
        if (!token_is(&c->tokens[i], ';') || braces)
            continue;
        branch_cut(c, first, i - 1, first == stmt->open + 1);
        first = i + 1;
    }
    branch_cut(c, first, stmt->head_last - 1, false);
}
