/* In: a model and the source files it names; out: a smaller model. A unit goes if all of its lines do; lines that go
 * out of the middle of one are for the reports by lines to leave out, by markers_of. */
#include "covdata/markers.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "covdata/escape.h"

#include "base/banned.h"

struct marking {
    struct model *model;
    const char *root;
    bool counted, unreachable_ran;
};

static const struct exclusions none;

const struct exclusions *markers_of(const struct model *model, const struct model_package *package, const char *file)
{
    const struct exclusions *found = model_own(package) ? map_get(&model->exclusions, file, strlen(file)) : NULL;
    return found ? found : &none;
}

static const char *name_show(struct str *text, const char *name)
{
    text->len = 0;
    escape_line(text, name, "");
    return text->len > 0 ? text->data : "(no name)";
}

static const struct exclusions *file_markers(struct marking *marking, const struct model_package *package,
                                             const char *file)
{
    struct model *model = marking->model;
    if (!model_own(package) || map_get(&model->exclusions, file, strlen(file)))
        return markers_of(model, package, file);
    struct exclusions *read = arena_alloc(&model->arena, sizeof *read);
    *read = (struct exclusions){0};
    struct str name = {0};
    if (!exclude_file(read, marking->root, file))
        warn("%s: not found below the source directory %s: it may have exclusion markers", name_show(&name, file),
             marking->root);
    *map_at(&model->exclusions, file, strlen(file)) = read;
    str_free(&name);
    return read;
}

static void unreachable_tell(struct marking *marking, const char *file, const struct model_unit *unit)
{
    struct str name = {0};
    marking->unreachable_ran = true;
    error("%s:%u: code that is marked as unreachable ran", name_show(&name, file), unit->at.start_line);
    str_free(&name);
}

static bool unit_excluded(struct marking *marking, const struct exclusions *excluded, const char *file,
                          const struct model_unit *unit)
{
    const struct line_ranges *kinds = excluded->kinds;
    uint32_t first = unit->at.start_line, last = unit->at.end_line;
    if (ranges_cover(&kinds[EXCLUDE_LINES], first, last))
        return true;
    if (unit->at.statements == 0 && ranges_touch(&kinds[EXCLUDE_BRANCHES], first, first))
        return true;
    if (!marking->counted)
        return false;
    if (unit->count == 0)
        return ranges_cover(&kinds[EXCLUDE_UNREACHABLE], first, last);
    if (ranges_touch(&kinds[EXCLUDE_UNREACHABLE], first, last))
        unreachable_tell(marking, file, unit);
    return false;
}

/* Keeps the units that count; in place, since they are the model's own. */
static void func_mark(struct marking *marking, const struct model_package *package, struct model_func *func)
{
    const struct exclusions *excluded = file_markers(marking, package, func->file);
    size_t kept = 0;
    uint32_t head = func->unit_count > 0 ? func->units[0].at.start_line : 0;
    func->head_excluded = ranges_touch(&excluded->kinds[EXCLUDE_LINES], head, head);
    bool whole = ranges_touch(&excluded->kinds[EXCLUDE_FUNCTIONS], head, head);
    for (size_t i = 0; i < func->unit_count && !whole; i++)
        if (!unit_excluded(marking, excluded, func->file, &func->units[i]))
            func->units[kept++] = func->units[i];
    func->unit_count = kept;
}

/* Drops the functions that have lost all units. */
static void package_mark(struct marking *marking, struct model_package *package)
{
    size_t kept = 0;
    for (size_t f = 0; f < package->func_count; f++) {
        struct model_func *func = package->funcs[f];
        size_t before = func->unit_count;
        func_mark(marking, package, func);
        package->unit_count -= before - func->unit_count;
        if (func->unit_count > 0 || before == 0)
            package->funcs[kept++] = func;
    }
    package->func_count = kept;
}

int markers_apply(struct model *model, const char *root, bool counted)
{
    struct marking marking = {.model = model, .root = root, .counted = counted};
    size_t kept = 0;
    for (size_t p = 0; p < model->package_count; p++) {
        struct model_package *package = model->packages[p];
        size_t before = package->func_count;
        package_mark(&marking, package);
        if (package->func_count > 0 || before == 0) {
            model->packages[kept++] = package;
        } else {
            map_free(&package->by_name);
            free(package->funcs);
        }
    }
    model->package_count = kept;
    return marking.unreachable_ran ? -1 : 0;
}
