/* In: blocks of changed lines, and units by place; out: tests. A changed line within a unit needs the tests that
 * reached the unit; so do lines added to (or, with `after`, removed from) the middle of a unit. A line elsewhere in
 * a function needs all tests that reached the function, because the control flow there is not known. A line outside
 * functions (a macro, a type, a table) can affect all code of the file, so it needs all tests that reached any of
 * it. The result may contain too many tests but not too few. Blank lines and lines with only a comment need no
 * test. */
#include "covdata/contexts/impact.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct side {
    struct impact *impact;
    const struct contexts *contexts;
    const struct context_file *file;
    const char *name;
};

static void impact_list_add(struct impact_list *list, struct impact_lines lines)
{
    struct impact_lines *last = list->count ? &list->list[list->count - 1] : NULL;
    if (last && strcmp(last->file, lines.file) == 0 && last->func == lines.func && last->last > 0 &&
        lines.first <= last->last + 1 && lines.first >= last->first) {
        last->last = lines.last > last->last ? lines.last : last->last;
        return;
    }
    list->list = array_grow(list->list, list->count, &list->cap, sizeof *list->list);
    list->list[list->count++] = lines;
}

/* Takes the tests of all units that cover the lines `first` and `last` both; if there are some that no test reached,
 * and no others, the line `tell` is noted. false: there are none. */
static bool impact_units_take(struct side *side, uint32_t first, uint32_t last, uint32_t tell)
{
    const struct context_file *file = side->file;
    const struct context_unit *some = NULL;
    bool reached = false;
    for (size_t i = 0; i < file->count && file->units[i].at.start_line <= first; i++) {
        const struct context_unit *unit = &file->units[i];
        if (unit->at.end_line < last)
            continue;
        some = unit;
        reached = reached || unit->set != 0;
        test_choice_add(&side->impact->tests, side->contexts, unit->set);
    }
    if (some && !reached)
        impact_list_add(&side->impact->unreached, (struct impact_lines){side->name, some->func->name, tell, tell});
    return some != NULL;
}

/* The function that the line stands in, by its first unit's start and its last one's end. */
static const struct model_func *impact_func_around(const struct context_file *file, uint32_t line)
{
    const struct model_func *found = NULL;
    for (size_t i = 0; i < file->count && file->units[i].at.start_line <= line; i++) {
        const struct model_func *func = file->units[i].func;
        for (size_t u = 0; u < func->unit_count && func != found; u++)
            if (func->units[u].at.end_line >= line)
                found = func;
    }
    return found;
}

/* Takes all tests of the function; of the file, with NULL. */
static void impact_func_take(struct side *side, const struct model_func *func, uint32_t tell)
{
    bool reached = false;
    for (size_t i = 0; i < side->file->count; i++) {
        const struct context_unit *unit = &side->file->units[i];
        if (func && unit->func != func)
            continue;
        reached = reached || unit->set != 0;
        test_choice_add(&side->impact->tests, side->contexts, unit->set);
    }
    if (func && !reached)
        impact_list_add(&side->impact->unreached, (struct impact_lines){side->name, func->name, tell, tell});
}

/* Is there anything on the line? A comment that has its line for itself is nothing. */
static bool impact_text_matters(struct bytes text)
{
    const char *c = text.data, *end = text.data + text.len;
    while (c < end && strchr(" \t\r\f", *c))
        c++;
    while (end > c && strchr(" \t\r\f", end[-1]))
        end--;
    if (end - c < 2)
        return end > c;
    if (memcmp(c, "//", 2) == 0)
        return false;
    return memcmp(c, "/*", 2) != 0 || memmem(c, (size_t)(end - c), "*/", 2) != end - 2;
}

static bool impact_texts_matter(const struct bytes *texts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (impact_text_matters(texts[i]))
            return true;
    return false;
}

static void impact_outside_take(struct side *side, uint32_t line)
{
    impact_list_add(&side->impact->outside, (struct impact_lines){side->name, NULL, line, line});
    impact_func_take(side, NULL, line);
}

/* Lines that are on this side; `replaced`: there are others for them that matter. */
static void impact_lines_take(struct side *side, const struct bytes *texts, uint32_t first, uint32_t count,
                              bool replaced)
{
    for (uint32_t line = first; line < first + count; line++) {
        const struct model_func *func;
        if (impact_units_take(side, line, line, line))
            continue;
        if ((func = impact_func_around(side->file, line)))
            impact_func_take(side, func, line);
        else if (replaced || impact_text_matters(texts[line - first]))
            impact_outside_take(side, line);
    }
}

/* Lines of the other side, between line - 1 and line of this one. */
static void impact_between_take(struct side *side, uint32_t line)
{
    const struct model_func *before = impact_func_around(side->file, line - 1);
    if (before == NULL || before != impact_func_around(side->file, line))
        impact_outside_take(side, line);
    else if (!impact_units_take(side, line - 1, line, line))
        impact_func_take(side, before, line);
}

static void impact_block_take(struct side *side, const struct change_file *change, const struct change_block *block,
                              bool after)
{
    const struct bytes *removed = change->removed ? change->removed + block->first_removed : NULL;
    const struct bytes *added = change->added ? change->added + block->first_added : NULL;
    bool old_matters = impact_texts_matter(removed, block->old_count),
         new_matters = impact_texts_matter(added, block->new_count);
    uint32_t count = after ? block->new_count : block->old_count, first = after ? block->new_first : block->old_first;
    if (!old_matters && !new_matters)
        return;
    if (count > 0)
        impact_lines_take(side, after ? added : removed, first, count, after ? old_matters : new_matters);
    else
        impact_between_take(side, first);
}

static void impact_change_take(struct impact *impact, const struct change_file *change, const struct context_file *file,
                               const struct contexts *contexts, bool after)
{
    const char *own = after ? change->new_name : change->old_name;
    const char *name = own ? own : change->old_name ? change->old_name : change->new_name;
    name = arena_copy(&impact->arena, name, strlen(name));
    struct side side = {.impact = impact, .contexts = contexts, .file = file, .name = name};
    if (file == NULL) {
        impact_list_add(&impact->unknown, (struct impact_lines){.file = name});
        return;
    }
    if (change->binary)
        impact_func_take(&side, NULL, 0);
    for (size_t i = 0; i < change->block_count; i++)
        impact_block_take(&side, change, &change->blocks[i], after);
}

void impact_make(struct impact *impact, const struct changes *changes, const struct context_table *table,
                 const struct contexts *contexts, struct places *places, bool after)
{
    struct map by_name = {0};
    for (size_t i = 0; i < table->count; i++)
        places_enter(places, &by_name, changes, table->files[i].package, table->files[i].path, &table->files[i]);
    for (size_t i = 0; i < changes->count; i++) {
        const char *name = after ? changes->files[i].new_name : changes->files[i].old_name;
        const struct context_file *file = name ? map_get(&by_name, name, strlen(name)) : NULL;
        impact_change_take(impact, &changes->files[i], file, contexts, after);
    }
    map_free(&by_name);
}

int impact_read(struct impact *impact, struct context_data *data, const struct model_request *request,
                const struct change_request *change, bool after)
{
    struct places places = {0};
    struct changes changes = {0};
    int result = places_find(&places, request, &data->model);
    if (result == 0)
        result = places_changes(&places, change, &changes);
    if (result == 0)
        impact_make(impact, &changes, &data->table, &data->contexts, &places, after);
    changes_free(&changes);
    places_free(&places);
    return result;
}

void impact_free(struct impact *impact)
{
    test_choice_free(&impact->tests);
    free(impact->unreached.list);
    free(impact->outside.list);
    free(impact->unknown.list);
    arena_free(&impact->arena);
}
