/* Branch units: the operands of && and ||, and the arms of ?:. For unit.c alone. */
#ifndef COVER_INSTR_INSTRUMENT_BRANCH_H
#define COVER_INSTR_INSTRUMENT_BRANCH_H

#include "instr/instrument/unit.h"

/* The state of cutting one function. */
struct cutter {
    const struct source *source;
    const struct token *tokens;
    struct unit_list *list;
    uint32_t counted;         /* the macro invocation in which the last counted statement ends */
    uint32_t opened;          /* the last invocation that begins with a block or a do statement and has no probe yet */
    uint32_t place;           /* the offset for a probe before that invocation */
    unsigned loops;           /* loops around the current statement; a label counts as one */
    struct line_list pending; /* lines of a label, and of a run without a probe: they belong to the next unit */
};

/* Can text be inserted between the two tokens? Not if one macro invocation made both. */
static inline bool cutter_is_gap(const struct cutter *c, uint32_t left, uint32_t right)
{
    uint32_t invocation = c->tokens[left].invocation;
    return invocation == 0 || invocation != c->tokens[right].invocation;
}

static inline void cutter_add_edit(struct cutter *c, enum edit_kind kind, uint32_t offset, size_t unit)
{
    struct unit_list *list = c->list;
    list->edits = array_grow(list->edits, list->edit_count, &list->edit_cap, sizeof *list->edits);
    list->edits[list->edit_count++] = (struct edit){offset, kind, (uint32_t)unit};
}

/* Adds the branch units of the expressions first … last, or of a declaration's initialisers, and their edits. Does
 * nothing if the list does not want branch units. */
void branch_cut(struct cutter *c, uint32_t first, uint32_t last, bool is_declaration);
/* The same for the head of a control statement. */
void branch_cut_head(struct cutter *c, const struct stmt *stmt);

#endif
