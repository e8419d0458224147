/* #if, #ifdef and the rest: which text is skipped. A conditional around a whole file is noted as its include guard. */
#include <string.h>

#include "instr/preprocess/preprocessor.h"

#include "base/banned.h"

static void conditional_group_open(struct preprocessor *p, bool holds, struct ident *guard)
{
    struct frame *frame = preprocess_frame(p);
    p->groups = array_grow(p->groups, p->group_count, &p->group_cap, sizeof *p->groups);
    p->groups[p->group_count++] = (struct group){
        .was_skipping = p->skipping,
        .taken = p->skipping || holds,
        .guard = frame->guard_valid && frame->guard == NULL ? guard : NULL,
    };
    p->skipping |= !holds;
}

static struct group *conditional_group_innermost(struct preprocessor *p)
{
    if (p->group_count > preprocess_frame(p)->group_base)
        return &p->groups[p->group_count - 1];
    preprocess_give_up(p, "a conditional is malformed");
    return NULL;
}

struct ident *preprocess_guard(struct preprocessor *p)
{
    const struct frame *frame = preprocess_frame(p);
    bool just_opened = frame->guard_valid && p->group_count == frame->group_base + 1;
    return just_opened ? p->groups[p->group_count - 1].guard : NULL;
}

static bool conditional_condition_holds(struct preprocessor *p, const struct directive_line *line)
{
    struct lexer lexer = preprocess_line_lexer(p, line);
    p->oracle.refuses_undefined = p->request->refuses_undefined && preprocess_frame(p)->system == 0;
    enum truth truth = condition_evaluate(&p->expander, &lexer, &p->oracle);
    if (truth == TRUTH_UNKNOWN)
        preprocess_give_up(p, "only the compiler can evaluate a condition");
    return truth == TRUTH_YES;
}

/* #ifdef, #ifndef */
static void conditional_group_open_defined(struct preprocessor *p, const struct directive_line *line, bool negated)
{
    struct ident *name = p->skipping ? NULL : preprocess_name_only(p, line);
    enum truth truth = name ? condition_defined(name, &p->oracle) : TRUTH_NO;
    if (truth == TRUTH_UNKNOWN)
        preprocess_give_up(p, "only the compiler can evaluate a condition");
    conditional_group_open(p, name && (truth == TRUTH_YES) != negated, negated ? name : NULL);
}

static void conditional_group_open_if(struct preprocessor *p, const struct directive_line *line)
{
    struct ident *guard =
        preprocess_frame(p)->guard_valid && !p->skipping ? condition_guard(preprocess_line_lexer(p, line)) : NULL;
    conditional_group_open(p, !p->skipping && conditional_condition_holds(p, line), guard);
}

static void conditional_group_branch(struct preprocessor *p, const struct directive_line *line, bool is_else)
{
    struct group *group = conditional_group_innermost(p);
    if (group == NULL)
        return;
    if (group->in_else)
        preprocess_give_up(p, "a conditional is malformed");
    if (is_else && !group->was_skipping)
        preprocess_line_empty(p, line);
    group->in_else = is_else;
    group->guard = NULL;
    bool was_taken = group->taken;
    p->skipping = group->was_skipping;
    bool holds = !was_taken && (is_else || conditional_condition_holds(p, line));
    group->taken |= holds;
    p->skipping = !holds;
}

static void conditional_group_close(struct preprocessor *p, const struct directive_line *line)
{
    struct group *group = conditional_group_innermost(p);
    struct frame *frame = preprocess_frame(p);
    if (group == NULL)
        return;
    if (!group->was_skipping)
        preprocess_line_empty(p, line);
    p->skipping = group->was_skipping;
    p->group_count--;
    if (p->group_count == frame->group_base && group->guard) {
        frame->guard_valid = true;
        frame->guard = group->guard;
    }
}

bool preprocess_conditional(struct preprocessor *p, const struct directive_line *line)
{
    if (preprocess_is_named(line, "if"))
        conditional_group_open_if(p, line);
    else if (preprocess_is_named(line, "ifdef") || preprocess_is_named(line, "ifndef"))
        conditional_group_open_defined(p, line, line->name_len == 6);
    else if (preprocess_is_named(line, "else") || preprocess_is_named(line, "elif"))
        conditional_group_branch(p, line, line->name[2] == 's');
    else if (preprocess_is_named(line, "elifdef") || preprocess_is_named(line, "elifndef"))
        preprocess_give_up(p, "whether #elifdef is a directive depends on the dialect");
    else if (preprocess_is_named(line, "endif"))
        conditional_group_close(p, line);
    else
        return false;
    return true;
}
