/* In: a model and the source files that it names; out: a smaller model. A unit is dropped if all its lines are
 * excluded. Excluded lines within other units are left out by the reports by lines, which ask markers_of. */
#include "covdata/model/markers.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "base/escape.h"

#include "base/banned.h"

struct marking {
    struct model *model;
    const struct roots *roots;
    bool tell_each; /* of the files that are not found */
    size_t missing; /* how many these are */
    bool unreachable_ran;
    uint32_t *carried; /* NULL, or a value of each unit, by its number; the first `kept` are of units that stay */
    size_t kept;
};

static const struct exclusions none;

/* Files of one name in different modules are different files, also if both modules are the project's own. */
static void markers_file_key(struct str *key, const struct model_package *package, const char *file)
{
    str_adds(key, package->module);
    str_addc(key, '\0');
    str_adds(key, file);
}

const struct exclusions *markers_of(const struct model *model, const struct model_package *package, const char *file)
{
    struct str key = STR_INIT;
    if (model->exclusions.count == 0)
        return &none;
    markers_file_key(&key, package, file);
    const struct exclusions *found = map_get(&model->exclusions, key.data, key.len);
    str_free(&key);
    return found ? found : &none;
}

static const char *markers_name_show(struct str *text, const char *name)
{
    str_clear(text);
    escape_name(text, name, "");
    return text->data;
}

static void markers_file_read_markers(struct marking *marking, const struct model_package *package, const char *file,
                                      struct exclusions *read)
{
    struct str text = STR_INIT, name = STR_INIT;
    char *path = roots_locate(marking->roots, package, file);
    if (path == NULL || file_read(path, &text) != 0) {
        marking->missing++;
        if (marking->tell_each)
            warn("%s: not found, so its exclusion markers have no effect; name the project's root with -source",
                 markers_name_show(&name, file));
    } else if (text.len > 0)
        exclude_text(read, file, text.data, text.len);
    free(path);
    str_free(&text);
    str_free(&name);
}

static const struct exclusions *markers_file_markers(struct marking *marking, const struct model_package *package,
                                                     const char *file)
{
    struct model *model = marking->model;
    struct str key = STR_INIT;
    markers_file_key(&key, package, file);
    struct exclusions *read = map_get(&model->exclusions, key.data, key.len);
    if (read == NULL) {
        read = arena_alloc(&model->arena, sizeof *read);
        *read = (struct exclusions){0};
        markers_file_read_markers(marking, package, file, read);
        *map_at(&model->exclusions, arena_copy(&model->arena, key.data, key.len), key.len) = read;
    }
    str_free(&key);
    return read;
}

static void markers_unreachable_tell(struct marking *marking, const char *file, const struct model_unit *unit)
{
    struct str name = STR_INIT;
    marking->unreachable_ran = true;
    error("%s:%u: code that is marked as unreachable ran", markers_name_show(&name, file), unit->at.start_line);
    str_free(&name);
}

static bool markers_unit_excluded(struct marking *marking, const struct exclusions *excluded, const char *file,
                                  const struct model_unit *unit)
{
    const struct line_ranges *kinds = excluded->kinds;
    uint32_t first = unit->at.start_line, last = unit->at.end_line;
    if (ranges_cover(&kinds[EXCLUDE_LINES], first, last))
        return true;
    if (unit->at.statements == 0 && ranges_touch(&kinds[EXCLUDE_BRANCHES], first, first))
        return true;
    if (unit->count == 0)
        return ranges_cover(&kinds[EXCLUDE_UNREACHABLE], first, last);
    if (ranges_touch(&kinds[EXCLUDE_UNREACHABLE], first, last))
        markers_unreachable_tell(marking, file, unit);
    return false;
}

/* Keeps the units that count; in place, since they are the model's own. */
static void markers_func_mark(struct marking *marking, const struct model_package *package, struct model_func *func)
{
    const struct exclusions *excluded = markers_file_markers(marking, package, func->file);
    size_t kept = 0;
    uint32_t head = func->unit_count > 0 ? func->units[0].at.start_line : 0;
    func->head_excluded = ranges_touch(&excluded->kinds[EXCLUDE_LINES], head, head);
    bool whole = ranges_touch(&excluded->kinds[EXCLUDE_FUNCTIONS], head, head);
    for (size_t i = 0; i < func->unit_count && !whole; i++)
        if (!markers_unit_excluded(marking, excluded, func->file, &func->units[i])) {
            func->units[kept++] = func->units[i];
            if (marking->carried)
                marking->carried[marking->kept++] = marking->carried[func->first + i];
        }
    func->unit_count = kept;
}

/* Drops the functions that have lost all units. */
static void markers_package_mark(struct marking *marking, struct model_package *package)
{
    size_t kept = 0;
    for (size_t f = 0; f < package->func_count; f++) {
        struct model_func *func = package->funcs[f];
        size_t before = func->unit_count;
        markers_func_mark(marking, package, func);
        package->unit_count -= before - func->unit_count;
        if (func->unit_count > 0 || before == 0)
            package->funcs[kept++] = func;
    }
    package->func_count = kept;
}

static void markers_missing_tell(const struct marking *marking)
{
    if (marking->missing > 0 && !marking->tell_each)
        warn(
            "%zu source file%s not found below the recorded roots, so exclusion markers there have no effect; name the "
            "project's root with -source, or use -no-markers",
            marking->missing, marking->missing == 1 ? " is" : "s are");
}

int markers_apply(struct model *model, const struct roots *roots, bool tell_each, uint32_t *carried)
{
    struct marking marking = {.model = model, .roots = roots, .tell_each = tell_each, .carried = carried};
    size_t kept = 0;
    for (size_t p = 0; p < model->package_count; p++) {
        struct model_package *package = model->packages[p];
        size_t before = package->func_count;
        markers_package_mark(&marking, package);
        if (package->func_count > 0 || before == 0) {
            model->packages[kept++] = package;
        } else {
            map_free(&package->by_name);
            free(package->funcs);
        }
    }
    model->package_count = kept;
    markers_missing_tell(&marking);
    return marking.unreachable_ran ? -1 : 0;
}
