/* In: a manifest, or the root of a plain build. Out: the package of a file's code. */
#include "instr/project/package.h"

#include <stdlib.h>
#include <string.h>

#include "base/build_tree.h"
#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "base/str.h"
#include "instr/project/classify.h"
#include "instr/project/selection.h"
#include "instr/project/test_code.h"

#include "base/banned.h"

enum owner_kind { OWNS_SOURCE, OWNS_HEADER, OWNS_DIR, OWNS_OBJECTS };

struct path_owner {
    enum owner_kind kind;
    const char *path;
    size_t package;
    size_t same; /* 1 + index of another owner of the same path, 0: none (SOURCE, HEADER) */
};

static struct package *package_add(struct packages *packages, const char *path)
{
    struct package *package = arena_alloc(&packages->arena, sizeof *package);
    *package = (struct package){.path = path, .module = "", .root = "/"};
    packages->items = array_grow(packages->items, packages->count, &packages->cap, sizeof *packages->items);
    packages->items[packages->count++] = package;
    return package;
}

static void owner_add(struct packages *packages, enum owner_kind kind, const char *path)
{
    struct path_owner owner = {.kind = kind, .path = path, .package = packages->count - 1};
    packages->owners =
        array_grow(packages->owners, packages->owner_count, &packages->owner_cap, sizeof *packages->owners);
    if (kind == OWNS_SOURCE || kind == OWNS_HEADER) {
        void **last = map_at(&packages->exact, path, strlen(path));
        owner.same = (size_t)(uintptr_t)*last;
        *last = (void *)(uintptr_t)(packages->owner_count + 1);
    }
    packages->owners[packages->owner_count++] = owner;
}

/* Reads 0 or 1. False: the value is neither. */
static bool flag_read(const char *value, bool *flag)
{
    *flag = strcmp(value, "1") == 0;
    return *flag || strcmp(value, "0") == 0;
}

static void depends_add(struct packages *packages, const char *path)
{
    packages->depends =
        array_grow(packages->depends, packages->depends_count, &packages->depends_cap, sizeof *packages->depends);
    packages->depends[packages->depends_count++] = path;
}

/* Reads a line of the manifest's head. False: there is no such key. */
static bool head_line(struct packages *packages, struct manifest *manifest, const char *key, const char *value)
{
    if (strcmp(key, "build") == 0)
        packages->build = value;
    else if (strcmp(key, "mode") == 0)
        manifest->mode = value;
    else if (strcmp(key, "granularity") == 0)
        manifest->granularity = value;
    else if (strcmp(key, "runtime") == 0)
        manifest->runtime = value;
    else if (strcmp(key, "skipped") == 0)
        manifest->skipped = value;
    else if (strcmp(key, "log") == 0)
        manifest->log = value;
    else if (strcmp(key, "depends") == 0)
        depends_add(packages, value);
    else if (strcmp(key, "noreturn") == 0)
        manifest->choices.noreturn = value;
    else if (strcmp(key, "intraline") == 0)
        return flag_read(value, &manifest->choices.intraline);
    else if (strcmp(key, "line-directives") == 0)
        return flag_read(value, &manifest->choices.line_directives);
    else if (strcmp(key, "calls") == 0)
        return flag_read(value, &manifest->choices.calls);
    else if (strcmp(key, "strict") == 0)
        return flag_read(value, &manifest->strict);
    else
        return false;
    return true;
}

/* Reads a line about a package. False: there is no such key, or the value is invalid. */
static bool package_line(struct packages *packages, const char *key, const char *value)
{
    struct package *package = packages->items[packages->count - 1];
    if (strcmp(key, "module") == 0)
        package->module = value;
    else if (strcmp(key, "root") == 0)
        package->root = value;
    else if (strcmp(key, "disposition") == 0)
        return (package->disposition = disposition_parse(value)) != DISPOSITION_UNSAID;
    else if (strcmp(key, "selected") == 0)
        return flag_read(value, &package->selected);
    else if (strcmp(key, "objects") == 0)
        owner_add(packages, OWNS_OBJECTS, value);
    else if (strcmp(key, "source") == 0)
        owner_add(packages, OWNS_SOURCE, value);
    else if (strcmp(key, "header") == 0)
        owner_add(packages, OWNS_HEADER, value);
    else if (strcmp(key, "dir") == 0)
        owner_add(packages, OWNS_DIR, value);
    else
        return false;
    return true;
}

static int line_read(struct packages *packages, struct manifest *manifest, char *line)
{
    char *value = strchr(line, ' ');
    if (value)
        *value++ = '\0';
    else
        value = line + strlen(line);
    if (strcmp(line, "package") == 0) {
        package_add(packages, value);
        return *value ? 0 : -1;
    }
    bool known = packages->count ? package_line(packages, line, value) : head_line(packages, manifest, line, value);
    return known ? 0 : -1;
}

int packages_read(struct packages *packages, struct manifest *manifest, const char *path)
{
    struct str text = STR_INIT;
    *packages = (struct packages){0};
    *manifest = (struct manifest){0};
    if (file_read(path, &text) != 0)
        return -1;
    char *line = arena_copy(&packages->arena, text.data, text.len);
    str_free(&text);
    int result = *line ? 0 : error("%s: empty", path);
    for (size_t number = 1; result == 0 && *line; number++) {
        size_t len = strcspn(line, "\n");
        bool last = line[len] == '\0';
        line[len] = '\0';
        if (number == 1 && strcmp(line, "coverbuild-manifest 1") != 0)
            result = error("%s: not a manifest of this version", path);
        else if (number > 1 && *line && line_read(packages, manifest, line) != 0)
            result = error("%s:%zu: %s: unknown key, or invalid value", path, number, line);
        line += len + !last;
    }
    return result;
}

void packages_plain(struct packages *packages, const char *root, const char *module, const char *pkg)
{
    *packages = (struct packages){.root = root, .module = module, .pkg = pkg};
}

/* Plain mode: the file's name below the module's root, or NULL. Paths that differ are compared again with symbolic links
 * resolved: make enters a directory by its real name, whatever links the user's shell followed. In the arena or in
 * `file`. */
static const char *plain_name(const struct packages *packages, const char *file, struct arena *arena)
{
    const char *name = path_rest(file, packages->root);
    if (name)
        return name;
    const char *base = path_base(file);
    char *root = realpath(packages->root, NULL);
    char *dir = realpath(arena_printf(arena, "%.*s", (int)(base - file), file), NULL);
    if (root && dir)
        name = path_rest(arena_printf(arena, "%s/%s", dir, base), root);
    free(root);
    free(dir);
    return name;
}

/* Plain mode: the package of the file's directory; created on first use. */
static const struct package *plain_package(struct packages *packages, const char *file)
{
    const char *relative = plain_name(packages, file, &packages->arena);
    if (relative == NULL)
        return NULL;
    const char *slash = strrchr(relative, '/');
    char *path = slash ? arena_printf(&packages->arena, "%s/%.*s", packages->module, (int)(slash - relative), relative)
                       : arena_printf(&packages->arena, "%s", packages->module);
    for (size_t i = 0; i < packages->count; i++) {
        if (strcmp(packages->items[i]->path, path) == 0)
            return packages->items[i];
    }
    struct package *package = package_add(packages, path);
    package->module = packages->module;
    package->root = packages->root;
    package->disposition = classify_is_vendored_path(relative) ? DISPOSITION_DEPENDENT
                           : test_code_is_path(relative)       ? DISPOSITION_TEST
                                                               : DISPOSITION_CONTAINED;
    package->selected = selection_takes(packages->pkg, path, package->disposition);
    return package;
}

/* The package whose objects directory holds the output; SIZE_MAX: none. */
static size_t package_by_output(const struct packages *packages, const char *output)
{
    size_t best = SIZE_MAX, best_len = 0;
    for (size_t i = 0; output && i < packages->owner_count; i++) {
        const struct path_owner *owner = &packages->owners[i];
        if (owner->kind == OWNS_OBJECTS && path_is_below(output, owner->path) && strlen(owner->path) > best_len) {
            best = owner->package;
            best_len = strlen(owner->path);
        }
    }
    return best;
}

static size_t package_by_dir(const struct packages *packages, const char *file, size_t preferred)
{
    size_t best = SIZE_MAX, best_len = 0;
    for (size_t i = 0; i < packages->owner_count; i++) {
        const struct path_owner *owner = &packages->owners[i];
        if (owner->kind != OWNS_DIR || !path_is_below(file, owner->path))
            continue;
        size_t len = strlen(owner->path);
        if (len > best_len || (len == best_len && owner->package == preferred)) {
            best = owner->package;
            best_len = len;
        }
    }
    return best;
}

static size_t package_by_file(const struct packages *packages, const char *file, size_t preferred)
{
    size_t best = SIZE_MAX;
    size_t next = (size_t)(uintptr_t)map_get(&packages->exact, file, strlen(file));
    for (; next; next = packages->owners[next - 1].same) {
        best = packages->owners[next - 1].package;
        if (best == preferred)
            return best;
    }
    return best;
}

const struct package *package_of(struct packages *packages, const char *file, const char *output, bool is_main)
{
    if (packages->root)
        return plain_package(packages, file);
    size_t by_output = package_by_output(packages, output);
    size_t found = package_by_file(packages, file, by_output);
    if (found == SIZE_MAX)
        found = package_by_dir(packages, file, by_output);
    if (found == SIZE_MAX && is_main)
        found = by_output;
    return found == SIZE_MAX ? NULL : packages->items[found];
}

const char *package_file_name(const struct packages *packages, const struct package *package, const char *file,
                              struct arena *arena)
{
    const char *below = packages->build ? path_rest(file, packages->build) : NULL;
    if (below) {
        bool clashes = package->root && build_tree_clashes(packages->build, package->root, below);
        return arena_printf(arena, "%s%s", clashes ? BUILD_TREE_OTHER_PREFIX : BUILD_TREE_PREFIX, below);
    }
    const char *name = packages->root ? plain_name(packages, file, arena) : path_rest(file, package->root);
    return name ? name : path_base(file);
}

void packages_free(struct packages *packages)
{
    free(packages->items);
    free(packages->owners);
    free(packages->depends);
    map_free(&packages->exact);
    arena_free(&packages->arena);
    *packages = (struct packages){0};
}
