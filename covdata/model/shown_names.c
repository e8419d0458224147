/* In: the modules, dispositions and files of a model; out: the files' names in reports. First all files get their name
 * as if no other module were there, then those that two modules have are told apart. */
#include "covdata/model/shown_names.h"

#include <string.h>

#include "base/banned.h"

static const char several[] = "";

/* Calls `set` for each function. Functions of one file mostly follow each other: they share its name. */
static void shown_names_each(struct model *model, struct map *owners,
                             const char *(*set)(struct model *model, struct map *owners,
                                                const struct model_package *package, const struct model_func *func))
{
    for (size_t p = 0; p < model->package_count; p++) {
        const struct model_package *package = model->packages[p];
        for (size_t f = 0; f < package->func_count; f++) {
            const struct model_func *before = f > 0 ? package->funcs[f - 1] : NULL;
            bool same = before && strcmp(before->file, package->funcs[f]->file) == 0;
            package->funcs[f]->shown = same ? before->shown : set(model, owners, package, package->funcs[f]);
        }
    }
}

/* The name without regard to other modules; the first module that has it owns it. */
static const char *shown_names_first(struct model *model, struct map *owners, const struct model_package *package,
                                     const struct model_func *func)
{
    bool plain = model_own(package) || *package->module == '\0';
    const char *name = plain ? func->file : arena_printf(&model->arena, "%s/%s", package->module, func->file);
    void **owner = map_at(owners, name, strlen(name));
    if (*owner == NULL)
        *owner = (void *)(uintptr_t)package->module;
    else if (*owner != several && strcmp(*owner, package->module) != 0)
        *owner = (void *)(uintptr_t)several;
    return name;
}

static const char *shown_names_second(struct model *model, struct map *owners, const struct model_package *package,
                                      const struct model_func *func)
{
    bool clash = map_get(owners, func->shown, strlen(func->shown)) == several;
    return clash && model_own(package) && *package->module
               ? arena_printf(&model->arena, "%s/%s", package->module, func->file)
               : func->shown;
}

void shown_names_set(struct model *model)
{
    struct map owners = {0};
    shown_names_each(model, &owners, shown_names_first);
    shown_names_each(model, &owners, shown_names_second);
    map_free(&owners);
}
