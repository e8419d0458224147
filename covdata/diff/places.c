/* In: module roots; out: file names as git has them. A module's root may be a folder of the repository, and a
 * repository may hold several modules. The working tree is the directory with a `.git` at or above the root.
 * libgit2 is not used here, because patches are read without it, too. */
#include "covdata/diff/places.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "base/str.h"
#include "covdata/diff/git_changes.h"
#include "covdata/diff/patch.h"

#include "base/banned.h"

/* A root of the project's own packages. */
static const char *places_own_root(const struct places *places, const struct model *model)
{
    for (size_t i = 0; i < model->package_count; i++) {
        const char *root = model_own(model->packages[i]) ? roots_of(&places->roots, model->packages[i]) : NULL;
        if (root)
            return root;
    }
    return places->roots.source ? places->roots.source : ".";
}

static bool places_has_git(const char *dir)
{
    struct str path = STR_INIT;
    str_addf(&path, "%s/.git", dir);
    bool has = access(path.data, F_OK) == 0;
    str_free(&path);
    return has;
}

int places_find(struct places *places, const struct model_request *request, const struct model *model)
{
    model_roots(&places->roots, request);
    const char *root = places_own_root(places, model);
    places->top = realpath(root, NULL);
    char *dir = realpath(root, NULL);
    if (dir == NULL) {
        free(places->top);
        return error("%s: %s", root, strerror(errno));
    }
    while (*dir && !places_has_git(dir))
        *strrchr(dir, '/') = '\0';
    if (*dir) {
        free(places->top);
        places->top = dir;
    } else {
        free(dir);
    }
    return 0;
}

/* "sub/dir/" of a root below the top, "" of the top; NULL: it is elsewhere. */
static const char *places_prefix_make(struct places *places, const char *root)
{
    char *real = realpath(root, NULL);
    size_t len = strlen(places->top);
    const char *prefix = NULL;
    if (real && strcmp(real, places->top) == 0)
        prefix = "";
    else if (real && strncmp(real, places->top, len) == 0 && real[len] == '/')
        prefix = arena_printf(&places->arena, "%s/", real + len + 1);
    free(real);
    return prefix;
}

/* The name of a package's file from the top; NULL: it stands elsewhere, or nobody knows where. */
static const char *places_name_from_top(struct places *places, const struct model_package *package, const char *path)
{
    static const char nowhere[] = "\0";
    const char *root = roots_of(&places->roots, package);
    if (root == NULL)
        return NULL;
    void **known = map_at(&places->prefixes, root, strlen(root));
    if (*known == NULL) {
        const char *prefix = places_prefix_make(places, root);
        *known = (void *)(uintptr_t)(prefix ? prefix : nowhere);
    }
    if (*known == nowhere)
        return NULL;
    return arena_printf(&places->arena, "%s%s", (const char *)*known, path);
}

void places_enter(struct places *places, struct map *by_name, const struct changes *changes,
                  const struct model_package *package, const char *path, void *value)
{
    const char *name = places_name_from_top(places, package, path);
    if (name)
        *map_at(by_name, name, strlen(name)) = value;
    if (changes->from_patch && model_own(package) && map_get(by_name, path, strlen(path)) == NULL)
        *map_at(by_name, path, strlen(path)) = value;
}

void places_free(struct places *places)
{
    roots_free(&places->roots);
    map_free(&places->prefixes);
    arena_free(&places->arena);
    free(places->top);
    *places = (struct places){0};
}

int places_changes(const struct places *places, const struct change_request *request, struct changes *changes)
{
    if (request->patch) {
        struct str text = STR_INIT;
        changes->from_patch = true;
        bool piped = strcmp(request->patch, "-") == 0;
        int result = file_read(piped ? "/dev/stdin" : request->patch, &text);
        if (result == 0)
            result = patch_read(changes, piped ? "standard input" : request->patch, text.data, text.len);
        str_free(&text);
        return result;
    }
    enum git_what what = request->range ? GIT_RANGE : request->staged ? GIT_STAGED : GIT_WORKTREE;
    return git_changes_read(changes, places->top, what, request->range);
}
