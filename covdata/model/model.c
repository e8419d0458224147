/* In: pods one by one; out: one model. A function's units are kept sorted, so that joining it with another pod's
 * function is a merge of two sorted lists. Mostly the lists are equal, and the counts are added in place. */
#include "covdata/model/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "covdata/data/count.h"
#include "covdata/model/exclude.h"
#include "covdata/model/shown_names.h"

#include "base/banned.h"

static int model_number_compare(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

int unit_compare(const struct meta_unit *a, const struct meta_unit *b)
{
    if (a->start_line != b->start_line)
        return model_number_compare(a->start_line, b->start_line);
    if (a->end_line != b->end_line)
        return model_number_compare(a->end_line, b->end_line);
    if (a->start_col != b->start_col)
        return model_number_compare(a->start_col, b->start_col);
    if (a->end_col != b->end_col)
        return model_number_compare(a->end_col, b->end_col);
    return model_number_compare(a->statements, b->statements);
}

static int model_unit_compare(const void *a, const void *b)
{
    return unit_compare(&((const struct model_unit *)a)->at, &((const struct model_unit *)b)->at);
}

/* Adds what another pod says of the same unit. */
static void model_unit_join(struct model *model, struct model_unit *unit, const struct model_unit *more)
{
    bool overflow;
    unit->count = count_join(model->mode, unit->count, more->count, &overflow);
    unit->lines = unit_lines_join(&model->arena, unit->lines, more->lines);
}

/* Joins equal neighbours of a sorted list; returns its new length. */
static size_t model_units_join(struct model *model, struct model_unit *units, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && unit_compare(&units[kept - 1].at, &units[i].at) == 0)
            model_unit_join(model, &units[kept - 1], &units[i]);
        else
            units[kept++] = units[i];
    }
    return kept;
}

static bool model_units_equal(const struct model_unit *a, size_t a_count, const struct model_unit *b, size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; i++)
        if (unit_compare(&a[i].at, &b[i].at) != 0)
            return false;
    return true;
}

/* Takes `more` (sorted, joined) into the function. */
static void model_units_take(struct model *model, struct model_func *func, const struct model_unit *more, size_t count)
{
    if (model_units_equal(func->units, func->unit_count, more, count)) {
        for (size_t i = 0; i < count; i++)
            model_unit_join(model, &func->units[i], &more[i]);
        return;
    }
    struct model_unit *both = arena_alloc(&model->arena, (func->unit_count + count) * sizeof *both);
    size_t a = 0, b = 0, n = 0;
    if (func->unit_count == 0) {
        memcpy(both, more, count * sizeof *both);
        func->units = both;
        func->unit_count = count;
        return;
    }
    while (a < func->unit_count || b < count) {
        int order = a == func->unit_count ? 1 : b == count ? -1 : unit_compare(&func->units[a].at, &more[b].at);
        both[n++] = order <= 0 ? func->units[a++] : more[b++];
    }
    func->units = both;
    func->unit_count = model_units_join(model, both, n);
}

/* Fills the units in the pod's order. Returns the line of the function's name. */
static uint32_t model_units_fill(struct model *model, const struct pod_data *data, const struct pod_func *func,
                                 struct model_unit *units)
{
    const struct unit_lines **lines = xcalloc(func->unit_count + 1, sizeof *lines);
    const struct meta_unit *at = data->units + func->first_unit;
    uint32_t line = unit_lines_read(&model->arena, func->extensions, at, func->unit_count, lines);
    for (uint32_t i = 0; i < func->unit_count; i++) {
        uint32_t count = data->counts[func->first_unit + i];
        units[i] = (struct model_unit){at[i], model->mode == MODE_SET ? count != 0 : count, lines[i]};
    }
    free(lines);
    return line;
}

/* Sorts a pod's units, which mostly are in order, and joins equal ones. Returns their new number. */
static size_t model_units_sort(struct model *model, struct model_unit *units, size_t count)
{
    bool sorted = true;
    for (size_t i = 1; i < count && sorted; i++)
        sorted = unit_compare(&units[i - 1].at, &units[i].at) < 0;
    if (sorted)
        return count;
    qsort(units, count, sizeof *units, model_unit_compare);
    return model_units_join(model, units, count);
}

static void model_func_key(struct str *key, const struct pod_func *from)
{
    str_add(key, from->name.data, from->name.len);
    str_addc(key, '\0');
    str_add(key, from->file.data, from->file.len);
    str_addc(key, from->literal ? 'l' : '\0');
}

static struct model_func *model_func_at(struct model *model, struct model_package *package, const struct pod_func *from)
{
    struct str key = STR_INIT;
    model_func_key(&key, from);
    struct model_func *func = map_get(&package->by_name, key.data, key.len);
    if (func == NULL) {
        char *kept = arena_copy(&model->arena, key.data, key.len);
        func = arena_alloc(&model->arena, sizeof *func);
        *func = (struct model_func){.name = kept, .literal = from->literal};
        func->file = arena_copy(&model->arena, from->file.data, from->file.len);
        *map_at(&package->by_name, kept, key.len) = func;
        package->funcs = array_grow(package->funcs, package->func_count, &package->func_cap, sizeof(void *));
        package->funcs[package->func_count++] = func;
    }
    str_free(&key);
    return func;
}

struct model_func *model_func_find(const struct model *model, const struct pod_package *package,
                                   const struct pod_func *func)
{
    struct str key = STR_INIT;
    const struct model_package *in = map_get(&model->by_path, package->path.data, package->path.len);
    model_func_key(&key, func);
    struct model_func *found = in ? map_get(&in->by_name, key.data, key.len) : NULL;
    str_free(&key);
    return found;
}

static struct model_package *model_package_at(struct model *model, const struct pod_package *from, int64_t written)
{
    struct model_package *package = map_get(&model->by_path, from->path.data, from->path.len);
    if (package == NULL) {
        package = arena_alloc(&model->arena, sizeof *package);
        *package = (struct model_package){.path = arena_copy(&model->arena, from->path.data, from->path.len)};
        package->module = arena_copy(&model->arena, from->module.data, from->module.len);
        *map_at(&model->by_path, package->path, from->path.len) = package;
        model->packages = array_grow(model->packages, model->package_count, &model->package_cap, sizeof(void *));
        model->packages[model->package_count++] = package;
    }
    if (package->disposition == DISPOSITION_UNSAID)
        package->disposition = from->disposition;
    if (package->written < written)
        package->written = written;
    return package;
}

static void model_func_add(struct model *model, struct model_package *package, const struct pod_data *data,
                           const struct pod_func *from)
{
    struct model_func *func = model_func_at(model, package, from);
    struct model_unit *units = xcalloc((size_t)from->unit_count + 1, sizeof *units);
    uint32_t line = model_units_fill(model, data, from, units);
    size_t count = model_units_sort(model, units, from->unit_count);
    if (func->line == 0)
        func->line = line;
    package->unit_count -= func->unit_count;
    model_units_take(model, func, units, count);
    package->unit_count += func->unit_count;
    free(units);
}

struct model_func *model_func_load(struct model *model, const struct pod_package *package, const struct pod_func *func,
                                   size_t unit_count)
{
    struct model_package *in = model_package_at(model, package, 0);
    struct model_func *known = model_func_at(model, in, func);
    in->unit_count += unit_count - known->unit_count;
    known->units = arena_alloc(&model->arena, unit_count * sizeof *known->units);
    memset(known->units, 0, unit_count * sizeof *known->units);
    known->unit_count = unit_count;
    model->filled = true;
    model->mode = MODE_SET;
    return known;
}

/* Where files or functions are selected, a package of which nothing is left is not there. */
static void model_package_add(struct model *model, const struct pod_data *data, const struct pod_package *from,
                              const struct select *select)
{
    struct model_package *package = select_parts(select) ? NULL : model_package_at(model, from, data->meta.written);
    for (uint32_t i = 0; i < from->func_count; i++) {
        const struct pod_func *func = &data->funcs[from->first_func + i];
        if (!select_func(select, func->file, func->name))
            continue;
        if (package == NULL)
            package = model_package_at(model, from, data->meta.written);
        model_func_add(model, package, data, func);
    }
}

void model_add(struct model *model, const struct pod_data *data, const struct select *select)
{
    if (!model->filled)
        model->mode = data->mode;
    model->filled = true;
    for (uint32_t i = 0; i < data->package_count; i++)
        if (data->packages[i].selected)
            model_package_add(model, data, &data->packages[i], select);
}

bool model_own(const struct model_package *package)
{
    return package->disposition != DISPOSITION_DEPENDENT && package->disposition != DISPOSITION_SYSTEM;
}

static int model_package_compare(const void *a, const void *b)
{
    return strcmp((*(struct model_package *const *)a)->path, (*(struct model_package *const *)b)->path);
}

void model_sort(struct model *model)
{
    if (model->package_count > 0)
        qsort(model->packages, model->package_count, sizeof *model->packages, model_package_compare);
    model->unit_count = 0;
    for (size_t p = 0; p < model->package_count; p++) {
        for (size_t f = 0; f < model->packages[p]->func_count; f++) {
            model->packages[p]->funcs[f]->first = model->unit_count;
            model->unit_count += model->packages[p]->funcs[f]->unit_count;
        }
    }
    shown_names_set(model);
}

size_t model_unit_find(const struct model_func *func, const struct meta_unit *at)
{
    size_t low = 0, high = func->unit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = unit_compare(&func->units[middle].at, at);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

void model_free(struct model *model)
{
    for (size_t i = 0; i < model->package_count; i++) {
        map_free(&model->packages[i]->by_name);
        free(model->packages[i]->funcs);
    }
    for (size_t i = 0; i < model->exclusions.cap; i++)
        if (model->exclusions.entries[i].value)
            exclude_free(model->exclusions.entries[i].value);
    free(model->packages);
    map_free(&model->by_path);
    map_free(&model->exclusions);
    arena_free(&model->arena);
    *model = (struct model){0};
}

/* Go leaves the order of units that differ in their function only to chance; here the function's name decides. */
static int model_row_compare(const void *a, const void *b)
{
    const struct model_row *x = a, *y = b;
    int order = strcmp(x->func->file, y->func->file);
    if (order == 0)
        order = unit_compare(&x->unit->at, &y->unit->at);
    if (order == 0)
        order = strcmp(x->func->name, y->func->name);
    return order ? order : x->func->literal - y->func->literal;
}

struct model_row *model_rows(const struct model_package *package)
{
    struct model_row *rows = xcalloc(package->unit_count, sizeof *rows);
    size_t n = 0;
    for (size_t f = 0; f < package->func_count; f++)
        for (size_t u = 0; u < package->funcs[f]->unit_count; u++)
            rows[n++] = (struct model_row){package->funcs[f], &package->funcs[f]->units[u]};
    if (n > 0)
        qsort(rows, n, sizeof *rows, model_row_compare);
    return rows;
}
