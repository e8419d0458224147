/* Functions that macros make whole.
 *
 * In: functions whose braces and statements one macro invocation made, so that no probe fits between its tokens. Out:
 * which of them a probe in the macro's own text would count. That text is a definition, or the argument of an
 * invocation; behind its `{` goes the name of a macro of ours. It is defined as nothing, but just before an invocation
 * that makes a function, and until it has ended, as that function's probe.
 *
 * So the brace must be spelled in the flattened text, must not be pasted or made a string of anywhere, and must come
 * just once in the invocation: a macro that makes two functions by the same inner one has one probe for both. */
#include "instr/made.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

bool made_add(struct made_list *list, const struct declaration *function, struct arena *arena)
{
    const struct token *open = &function->tokens[function->body], *last = &function->tokens[function->count - 1];
    if (open->invocation == 0 || open->brace == NULL)
        return false;
    struct declaration made = *function;
    made.tokens = arena_alloc(arena, 2 * sizeof *made.tokens);
    made.tokens[0] = *open;
    made.tokens[1] = *last;
    made.body = 0;
    made.count = made.cap = 2;
    list->functions = array_grow(list->functions, list->count, &list->cap, sizeof *list->functions);
    list->functions[list->count++] = made;
    return true;
}

const char *made_refusal(const struct declaration *function, const struct expander *expander)
{
    const struct token *open = &function->tokens[0];
    size_t low = 0, high = expander->use_count, times = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (expander->uses[middle].invocation < open->begin)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < expander->use_count && expander->uses[low].invocation == open->begin; low++)
        times += expander->uses[low].brace == open->brace;
    if (open->brace->fixed)
        return "it is made by a macro that pastes its brace or makes a string of it";
    return times == 1 && !expander->overflowed ? NULL : "it is made by a macro that makes more with the same brace";
}

uint32_t made_sibling(const struct made_list *list, const struct declaration *function)
{
    const struct declaration *first = function;
    while (first > list->functions && first[-1].tokens[0].begin == function->tokens[0].begin)
        first--;
    return (uint32_t)(function - first);
}

void made_number_give(struct made_list *list, const struct declaration *function)
{
    struct brace *brace = function->tokens[0].brace;
    if (brace->number)
        return;
    list->braces = array_grow(list->braces, list->brace_count, &list->brace_cap, sizeof *list->braces);
    list->braces[list->brace_count++] = brace;
    brace->number = (uint32_t)list->brace_count;
}

uint32_t made_number(const struct declaration *function)
{
    const struct token *open = &function->tokens[function->body];
    return open->brace ? open->brace->number : 0;
}

void made_free(struct made_list *list)
{
    free(list->functions);
    free(list->braces);
    *list = (struct made_list){0};
}
