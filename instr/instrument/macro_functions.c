/* Functions that one macro invocation makes completely.
 *
 * In: functions whose braces and statements come from one macro invocation, so that no probe fits between their tokens.
 * Out: which of them can be counted by a probe in the macro's own text, that is in a definition or in the argument of
 * an invocation. Behind the `{` there we write the name of a macro. It is defined as nothing, except from just before
 * an invocation that makes a function to just behind it: there it is that function's probe (edit_text.c).
 *
 * The brace must therefore be spelled in the flattened text, and it must not be pasted or stringized. If the invocation
 * uses the brace several times (a macro that makes a list of functions), all uses must begin functions. Each function
 * then contains the probes of all, behind a comparison of __FUNCTION__ that the compiler decides; this is why their
 * number is limited. */
#include "instr/instrument/macro_functions.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { SHARERS_MAX = 16 }; /* functions with one brace; 50 of them take a second to compile, 200 take twenty */

bool macro_function_add(struct macro_functions *list, const struct declaration *function, struct arena *arena)
{
    const struct token *open = &function->tokens[function->body], *last = &function->tokens[function->count - 1];
    if (open->invocation == 0 || open->brace == NULL)
        return false;
    struct declaration added = *function;
    added.tokens = arena_alloc(arena, 2 * sizeof *added.tokens);
    added.tokens[0] = *open;
    added.tokens[1] = *last;
    added.body = 0;
    added.count = added.cap = 2;
    list->functions = array_grow(list->functions, list->count, &list->cap, sizeof *list->functions);
    list->functions[list->count++] = added;
    return true;
}

/* Does __FUNCTION__ equal the name with every compiler? */
static bool macro_function_has_plain_name(const struct declaration *function)
{
    for (const char *p = function->name ? function->name->name : ""; *p; p++) {
        if (*p == '\\' || *p & 0x80)
            return false;
    }
    return function->name != NULL;
}

/* The number of listed functions that the same invocation makes with the same brace and that __FUNCTION__ can tell
 * apart. */
static size_t macro_function_sharers(const struct macro_functions *list, const struct declaration *function)
{
    const struct token *open = &function->tokens[0];
    const struct declaration *sibling = function - macro_function_sibling(list, function);
    size_t count = 0;
    for (; sibling < list->functions + list->count && sibling->tokens[0].begin == open->begin; sibling++)
        count += sibling->tokens[0].brace == open->brace && macro_function_has_plain_name(sibling);
    return count;
}

/* How often the invocation at open->begin uses the brace. */
static size_t macro_function_brace_uses(const struct expander *expander, const struct token *open)
{
    size_t low = 0, high = expander->use_count, uses = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (expander->uses[middle].invocation < open->begin)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < expander->use_count && expander->uses[low].invocation == open->begin; low++)
        uses += expander->uses[low].brace == open->brace;
    return uses;
}

const char *macro_function_rejection(const struct macro_functions *list, const struct declaration *function,
                                     const struct expander *expander)
{
    const struct token *open = &function->tokens[0];
    size_t uses = macro_function_brace_uses(expander, open);
    if (open->brace->fixed)
        return "it comes from a macro that pastes or stringizes its brace";
    bool counts = uses == 1 || (uses <= SHARERS_MAX && uses == macro_function_sharers(list, function));
    return counts && !expander->overflowed ? NULL : "it comes from a macro that also uses its brace elsewhere";
}

uint32_t macro_function_sibling(const struct macro_functions *list, const struct declaration *function)
{
    const struct declaration *first = function;
    while (first > list->functions && first[-1].tokens[0].begin == function->tokens[0].begin)
        first--;
    return (uint32_t)(function - first);
}

void macro_function_number(struct macro_functions *list, const struct declaration *function)
{
    struct brace *brace = function->tokens[0].brace;
    if (brace->number)
        return;
    list->braces = array_grow(list->braces, list->brace_count, &list->brace_cap, sizeof *list->braces);
    list->braces[list->brace_count++] = brace;
    brace->number = (uint32_t)list->brace_count;
}

uint32_t macro_function_brace(const struct declaration *function)
{
    const struct token *open = &function->tokens[function->body];
    return open->brace ? open->brace->number : 0;
}

void macro_functions_free(struct macro_functions *list)
{
    free(list->functions);
    free(list->braces);
    *list = (struct macro_functions){0};
}
