/* In: the facts of a build, and a target or folder of it. Out: its class: disposition and module.
 *
 * Rules for a target, the first that applies:
 * 1. The user's word. `contained` puts it into the top-level module; another disposition makes a contained folder a
 *    module of its own.
 * 2. The (sub)project that the build system says it is part of.
 * 3. A fetched dependency: it is built below the folder of fetched dependencies.
 * 4. A folder that was added as a system one, or from outside the root: with all that was added from there.
 * 5. The rules for its folder.
 * Rules for a folder:
 * 1. It is below the root of a module that is known already; the longest such root counts.
 * 2. A fetched dependency: it stands below the folder of fetched dependencies.
 * 3. Outside the root: the module's root is the first folder below what the two paths share.
 * 4. Vendored: a git submodule, a folder with a `.git`, or what stands in a folder with a vendor's name.
 * 5. Else it is contained.
 * Folders are compared by their real paths. */
#include "instr/project/classify.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/str.h"

#include "base/banned.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char *const vendor_names[] = {"third_party", "third-party", "thirdparty",   "3rdparty",   "3rd_party",
                                           "3rd-party",   "vendor",      "vendored",     "external",   "externals",
                                           "extern",      "deps",        "dependencies", "subprojects"};

bool classify_is_vendor_name(const char *name, size_t len)
{
    for (size_t i = 0; i < LENGTH(vendor_names); i++) {
        if (strlen(vendor_names[i]) == len && memcmp(vendor_names[i], name, len) == 0)
            return true;
    }
    return false;
}

bool classify_is_vendored_path(const char *path)
{
    for (size_t len; path[len = strcspn(path, "/")]; path += len + 1) {
        if (classify_is_vendor_name(path, len))
            return true;
    }
    return false;
}

const char *classify_real_path(struct classifier *classifier, const char *path)
{
    void **known = map_at(&classifier->real_paths, path, strlen(path));
    if (*known == NULL) {
        char *real = realpath(path, NULL);
        const char *key = real ? real : path;
        *known = arena_copy(&classifier->arena, key, strlen(key));
        free(real);
    }
    return *known;
}

const char *classify_logical_path(struct classifier *classifier, const char *real)
{
    const struct module *top = classifier->top;
    if (!path_is_below(real, top->root))
        return real;
    return arena_printf(&classifier->arena, "%s%s", top->logical, real + strlen(top->root));
}

static bool classify_exists(struct arena *arena, const char *folder, const char *name)
{
    return access(arena_printf(arena, "%s/%s", folder, name), F_OK) == 0;
}

static char *classify_parent(struct arena *arena, const char *path)
{
    size_t len = (size_t)(path_base(path) - path);
    return arena_copy(arena, path, len > 1 ? len - 1 : len);
}

static bool classify_name_is_taken(const struct classifier *classifier, const char *name)
{
    for (size_t i = 0; i < classifier->module_count; i++) {
        if (strcmp(classifier->modules[i]->name, name) == 0)
            return true;
    }
    return false;
}

/* The module with that root. A new one is named `name`, or, where another module has that name, by the path of its root
 * below the top-level root, or else by the whole path. */
static struct module *classify_module(struct classifier *classifier, const char *name, const char *root)
{
    for (size_t i = 0; i < classifier->module_count; i++) {
        if (strcmp(classifier->modules[i]->root, root) == 0)
            return classifier->modules[i];
    }
    if (classify_name_is_taken(classifier, name)) {
        const char *below = path_rest(root, classifier->top->root);
        name = below ? below : root + 1;
    }
    struct module *module = arena_alloc(&classifier->arena, sizeof *module);
    *module = (struct module){.name = name, .root = root, .logical = root};
    if (classifier->top)
        module->logical = classify_logical_path(classifier, root);
    classifier->modules =
        array_grow(classifier->modules, classifier->module_count, &classifier->module_cap, sizeof *classifier->modules);
    classifier->modules[classifier->module_count++] = module;
    return module;
}

/* The paths that .gitmodules names. */
static void classify_read_submodules(struct classifier *classifier)
{
    struct str text = STR_INIT;
    const char *root = classifier->top->root;
    if (!classify_exists(&classifier->arena, root, ".gitmodules") ||
        file_read(arena_printf(&classifier->arena, "%s/.gitmodules", root), &text) != 0)
        return;
    for (const char *line = text.data; *line;) {
        size_t len = strcspn(line, "\n");
        const char *p = line + strspn(line, " \t");
        const char *value = text_starts(p, "path") ? p + 4 + strspn(p + 4, " \t") : "";
        if (*value == '=') {
            value += 1 + strspn(value + 1, " \t");
            classifier->submodules = array_grow(classifier->submodules, classifier->submodule_count,
                                                &classifier->submodule_cap, sizeof *classifier->submodules);
            classifier->submodules[classifier->submodule_count++] =
                arena_printf(&classifier->arena, "%s/%.*s", root, (int)(line + len - value), value);
        }
        line += len + (line[len] == '\n');
    }
    str_free(&text);
}

void classify_start(struct classifier *classifier, const struct facts *facts)
{
    *classifier = (struct classifier){.facts = facts};
    struct module *top = classify_module(classifier, facts->project, classify_real_path(classifier, facts->root));
    top->logical = facts->root;
    classifier->top = top;
    if (facts->fetched_base)
        classifier->fetched_base = classify_real_path(classifier, facts->fetched_base);
    for (size_t i = 0; i < facts->directory_count; i++) {
        void **place = map_at(&classifier->directories, facts->directories[i].path, strlen(facts->directories[i].path));
        *place = *place ? *place : &facts->directories[i];
    }
    classify_read_submodules(classifier);
}

void classify_free(struct classifier *classifier)
{
    free(classifier->modules);
    free(classifier->submodules);
    map_free(&classifier->real_paths);
    map_free(&classifier->classes);
    map_free(&classifier->directories);
    arena_free(&classifier->arena);
}

struct module *classify_known_module(const struct classifier *classifier, const char *real)
{
    struct module *best = NULL;
    for (size_t i = 0; i < classifier->module_count; i++) {
        struct module *module = classifier->modules[i];
        if (module != classifier->top && path_is_below(real, module->root) &&
            (best == NULL || strlen(module->root) > strlen(best->root)))
            best = module;
    }
    return best;
}

/* The name of the fetched dependency that the real path is of: its folders are NAME-src and NAME-build. NULL: none. */
static const char *classify_fetched_name(struct classifier *classifier, const char *real)
{
    static const char *const suffixes[] = {"-src", "-build", "-subbuild"};
    const char *rest = classifier->fetched_base ? path_rest(real, classifier->fetched_base) : NULL;
    if (rest == NULL)
        return NULL;
    char *name = arena_copy(&classifier->arena, rest, strcspn(rest, "/"));
    for (size_t i = 0; i < LENGTH(suffixes); i++) {
        if (text_ends(name, suffixes[i])) {
            name[strlen(name) - strlen(suffixes[i])] = '\0';
            break;
        }
    }
    return name;
}

bool classify_is_fetched(const struct classifier *classifier, const char *real)
{
    return classifier->fetched_base && path_rest(real, classifier->fetched_base);
}

static bool classify_is_submodule(const struct classifier *classifier, const char *real)
{
    for (size_t i = 0; i < classifier->submodule_count; i++) {
        if (strcmp(classifier->submodules[i], real) == 0)
            return true;
    }
    return false;
}

/* Folder rule 4: the root of the vendored module that holds the folder below the top-level root. NULL: none. */
static const char *classify_vendored_root(struct classifier *classifier, const char *real)
{
    struct arena *arena = &classifier->arena;
    const char *child = NULL;
    for (const char *dir = real; strcmp(dir, classifier->top->root) != 0; dir = classify_parent(arena, dir)) {
        const char *name = path_base(dir);
        if (classify_is_submodule(classifier, dir) || classify_exists(arena, dir, ".git"))
            return dir;
        if (classify_is_vendor_name(name, strlen(name)))
            return child ? child : dir;
        child = dir;
    }
    return NULL;
}

/* Folder rule 3: the root of the module that holds the folder outside the top-level root. */
static const char *classify_outside_root(struct classifier *classifier, const char *real)
{
    const char *shared = classifier->top->root;
    while (!path_is_below(real, shared))
        shared = classify_parent(&classifier->arena, shared);
    const char *rest = path_rest(real, shared);
    if (strcmp(shared, "/") == 0 || rest == NULL)
        return real;
    return arena_copy(&classifier->arena, real, (size_t)(rest - real) + strcspn(rest, "/"));
}

/* The root of the dependency's module; NULL: the folder is the top-level project's. */
static const char *classify_folder_root(struct classifier *classifier, const char *real)
{
    const char *name = classify_fetched_name(classifier, real);
    if (name)
        return classify_real_path(classifier,
                                  arena_printf(&classifier->arena, "%s/%s-src", classifier->fetched_base, name));
    if (!path_is_below(real, classifier->top->root))
        return classify_outside_root(classifier, real);
    return classify_vendored_root(classifier, real);
}

static struct class classify_real_folder(struct classifier *classifier, const char *real)
{
    struct module *known = classify_known_module(classifier, real);
    if (known)
        return (struct class){DISPOSITION_DEPENDENT, known, false};
    const char *root = classify_folder_root(classifier, real);
    if (root == NULL)
        return (struct class){DISPOSITION_CONTAINED, classifier->top, false};
    const char *base = path_base(root);
    size_t len = strlen(base);
    char *name = arena_copy(&classifier->arena, base, text_ends(base, "-src") ? len - strlen("-src") : len);
    return (struct class){DISPOSITION_DEPENDENT, classify_module(classifier, name, root), false};
}

struct class classify_folder(struct classifier *classifier, const char *folder)
{
    void **known = map_at(&classifier->classes, folder, strlen(folder));
    if (*known == NULL) {
        struct class *class = arena_alloc(&classifier->arena, sizeof *class);
        *class = classify_real_folder(classifier, classify_real_path(classifier, folder));
        *known = class;
    }
    return *(struct class *)*known;
}

static const struct fact_directory *classify_directory(const struct classifier *classifier, const char *path)
{
    return path ? map_get(&classifier->directories, path, strlen(path)) : NULL;
}

/* Target rule 4: the topmost folder, on the way by which the build system came to `folder`, that is a system one or
 * outside the root. NULL: none. */
static const char *classify_foreign_ancestor(struct classifier *classifier, const char *folder)
{
    const char *found = NULL;
    const struct fact_directory *dir = classify_directory(classifier, folder);
    for (; dir; dir = classify_directory(classifier, dir->parent)) {
        const char *real = classify_real_path(classifier, dir->path);
        if (dir->is_system || !path_is_below(real, classifier->top->root))
            found = real;
    }
    return found;
}

/* Target rule 3: the source root of a fetched dependency: as the build system says, or else (CPM and the like) the
 * topmost folder on the way to the target that is built as that dependency. */
static const char *classify_fetched_root(struct classifier *classifier, const char *name, const char *folder)
{
    const char *root = classify_real_path(classifier, folder);
    for (size_t i = 0; i < classifier->facts->fetched_count; i++) {
        const struct fact_pair *fetched = &classifier->facts->fetched[i];
        const char *real = classify_real_path(classifier, fetched->path);
        if (strcmp(fetched->name, name) == 0 && path_is_below(root, real))
            return real;
    }
    const struct fact_directory *dir = classify_directory(classifier, folder);
    for (; dir; dir = classify_directory(classifier, dir->parent)) {
        const char *binary = classify_real_path(classifier, dir->binary ? dir->binary : dir->path);
        const char *built = classify_fetched_name(classifier, binary);
        if (built && strcmp(built, name) == 0)
            root = classify_real_path(classifier, dir->path);
    }
    return root;
}

/* Target rules 2 to 4. The module is NULL: none of them applies. */
static struct class classify_target_by_build(struct classifier *classifier, const struct fact_target *target)
{
    const char *name, *root = NULL;
    const char *binary = target->binary ? classify_real_path(classifier, target->binary) : NULL;
    if (target->project) {
        name = target->project;
        root = classify_real_path(classifier, target->project_root ? target->project_root : classifier->facts->root);
        if (strcmp(root, classifier->top->root) == 0)
            return (struct class){DISPOSITION_CONTAINED, classifier->top, false};
    } else if (binary && (name = classify_fetched_name(classifier, binary))) {
        root = classify_fetched_root(classifier, name, target->folder);
    } else if ((root = classify_foreign_ancestor(classifier, target->folder))) {
        name = path_base(root);
    }
    struct module *module = root ? classify_module(classifier, name, root) : NULL;
    return (struct class){DISPOSITION_DEPENDENT, module, false};
}

/* Target rule 1. */
static struct class classify_override(struct classifier *classifier, const struct fact_target *target,
                                      struct class class)
{
    if (class.disposition == DISPOSITION_CONTAINED && target->disposition != DISPOSITION_CONTAINED) {
        const char *real = classify_real_path(classifier, target->folder);
        class.module = classify_module(classifier, path_base(real), real);
    }
    return (struct class){target->disposition, class.module, true};
}

struct class classify_target(struct classifier *classifier, const struct fact_target *target)
{
    if (target->disposition == DISPOSITION_CONTAINED)
        return (struct class){DISPOSITION_CONTAINED, classifier->top, true};
    struct class class = classify_target_by_build(classifier, target);
    if (class.module == NULL)
        class = classify_folder(classifier, classify_real_path(classifier, target->folder));
    return target->disposition == DISPOSITION_UNSAID ? class : classify_override(classifier, target, class);
}

static int classify_is_child(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int classify_compare(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

void classify_vendored_children(struct classifier *classifier, const char *folder,
                                void (*visit)(void *context, const char *child), void *context)
{
    for (size_t i = 0; i < LENGTH(vendor_names); i++) {
        struct dirent **entries;
        const char *path = arena_printf(&classifier->arena, "%s/%s", folder, vendor_names[i]);
        int count = scandir(path, &entries, classify_is_child, classify_compare);
        for (int k = 0; k < count; k++) {
            struct stat st;
            const char *child = arena_printf(&classifier->arena, "%s/%s", path, entries[k]->d_name);
            if (stat(child, &st) == 0 && S_ISDIR(st.st_mode))
                visit(context, child);
            free(entries[k]);
        }
        if (count >= 0)
            free(entries);
    }
}
