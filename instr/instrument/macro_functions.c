/* Functions that macros make whole.
 *
 * In: functions whose braces and statements one macro invocation made, so that no probe fits between its tokens. Out:
 * which of them a probe in the macro's own text would count. That text is a definition, or the argument of an
 * invocation; behind its `{` goes the name of a macro of ours. It is defined as nothing, but just before an invocation
 * that makes a function, and until it has ended, as that function's probe.
 *
 * So the brace must be spelled in the flattened text, and must not be pasted or made a string of anywhere. Where it
 * comes more than once in the invocation (a list that a macro makes functions of), it must begin nothing but functions:
 * then the probe asks for the function's name, which compilers know, so that they drop all but its own. Each
 * function then holds the probes of all, so they may not be many. */
#include "instr/instrument/macro_functions.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { SHARERS_MAX = 16 }; /* functions that one brace may begin: of 50 a compile takes a second, of 200 twenty */

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

/* Is its name what __FUNCTION__ says, whatever the compiler? */
static bool is_told_by_name(const struct declaration *function)
{
    for (const char *p = function->name ? function->name->name : ""; *p; p++) {
        if (*p == '\\' || *p & 0x80)
            return false;
    }
    return function->name != NULL;
}

/* How many functions of the list its invocation makes with its brace, whose names tell them apart. */
static size_t sharer_count(const struct made_list *list, const struct declaration *function)
{
    const struct token *open = &function->tokens[0];
    const struct declaration *sibling = function - made_sibling(list, function);
    size_t count = 0;
    for (; sibling < list->functions + list->count && sibling->tokens[0].begin == open->begin; sibling++)
        count += sibling->tokens[0].brace == open->brace && is_told_by_name(sibling);
    return count;
}

const char *made_refusal(const struct made_list *list, const struct declaration *function,
                         const struct expander *expander)
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
    bool counts = times == 1 || (times <= SHARERS_MAX && times == sharer_count(list, function));
    return counts && !expander->overflowed ? NULL : "it is made by a macro that makes more with the same brace";
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
