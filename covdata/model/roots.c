/* In: the directories of the data, and -source; out: a root for each package. A manifest counts only where the
 * build mode puts it, in <build>/cover, and only if it is of that build; so a file that came with somebody else's
 * data has no effect. Without a manifest and without -source, the root is the current directory. */
#include "covdata/model/roots.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/build_tree.h"
#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "base/str.h"

#include "base/banned.h"

static const char manifest_head[] = "coverbuild-manifest 1\n";

char *path_below(const char *root, const char *name)
{
    struct stat st;
    struct str path = STR_INIT;
    str_addf(&path, "%s/%s", root, name);
    char *top = realpath(root, NULL), *file = realpath(path.data, NULL);
    if (!(top && file && path_is_below(file, top)) || stat(file, &st) != 0 || !S_ISREG(st.st_mode)) {
        free(file);
        file = NULL;
    }
    free(top);
    str_free(&path);
    return file;
}

/* Is the directory `dir` at `top` or below it? */
static bool roots_dir_within(const char *dir, const char *top, size_t len)
{
    return strncmp(dir, top, len) == 0 && (dir[len] == '\0' || dir[len] == '/');
}

/* The value of "key value" if the line has this key. */
static const char *roots_line_value(const char *line, const char *key)
{
    size_t len = strlen(key);
    return strncmp(line, key, len) == 0 && line[len] == ' ' ? line + len + 1 : NULL;
}

/* Takes a manifest's lines, which are cut at their ends. */
static void roots_manifest_lines(struct roots *roots, char *text)
{
    const char *package = NULL;
    for (char *line = text, *next; line; line = next) {
        const char *value;
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        if ((value = roots_line_value(line, "build")) && roots->build == NULL) {
            roots->build = arena_copy(&roots->arena, value, strlen(value));
        } else if ((value = roots_line_value(line, "package"))) {
            package = arena_copy(&roots->arena, value, strlen(value));
        } else if ((value = roots_line_value(line, "root")) && package) {
            void **root = map_at(&roots->by_package, package, strlen(package));
            if (*root == NULL)
                *root = arena_copy(&roots->arena, value, strlen(value));
        }
    }
}

/* Does the manifest, in <build>/cover, say that it is of that build? Its build tree may be a folder of the build's. */
static bool roots_manifest_at_home(const char *text, const char *dir)
{
    const char *slash = strrchr(dir, '/'), *build = strstr(text, "\nbuild ");
    if (build == NULL || slash == NULL)
        return false;
    build += strlen("\nbuild ");
    char *path = strndup(build, strcspn(build, "\n")), *real = path ? realpath(path, NULL) : NULL;
    bool home = real && roots_dir_within(real, dir, (size_t)(slash - dir));
    free(real);
    free(path);
    return home;
}

static bool roots_manifest_take(struct roots *roots, const char *path, const char *dir)
{
    struct stat st;
    struct str text = STR_INIT;
    bool good = stat(path, &st) == 0 && S_ISREG(st.st_mode) && file_read(path, &text) == 0 && text.len > 0 &&
                text_starts(text.data, manifest_head) && roots_manifest_at_home(text.data, dir);
    if (good)
        roots_manifest_lines(roots, text.data);
    str_free(&text);
    return good;
}

/* The manifests in a directory, one a configuration. */
static bool roots_manifests_take(struct roots *roots, const char *dir)
{
    glob_t found = {0};
    struct str pattern = STR_INIT;
    for (const char *c = dir; *c; c++) {
        if (strchr("*?[\\", *c))
            str_addc(&pattern, '\\');
        str_addc(&pattern, *c);
    }
    str_adds(&pattern, "/manifest*.txt");
    bool any = false;
    if (glob(pattern.data, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            any = roots_manifest_take(roots, found.gl_pathv[i], dir) || any;
    globfree(&found);
    str_free(&pattern);
    return any;
}

/* Looks in the directory and above it, up to the first that has a manifest; `seen` are those looked into. */
static void roots_manifests_above(struct roots *roots, const char *start, struct map *seen)
{
    char *dir = realpath(start, NULL);
    while (dir && *dir) {
        size_t len = strlen(dir);
        if (map_get(seen, dir, len))
            break;
        *map_at(seen, arena_copy(&roots->arena, dir, len), len) = roots;
        if (roots_manifests_take(roots, dir))
            break;
        *strrchr(dir, '/') = '\0';
    }
    free(dir);
}

void roots_find(struct roots *roots, const struct data_request *request, const char *source)
{
    struct map seen = {0};
    *roots = (struct roots){.source = source};
    for (uint32_t i = 0; i < request->dir_count; i++)
        roots_manifests_above(roots, request->dirs[i], &seen);
    map_free(&seen);
}

/* Without a manifest all stands below one root, as in plain builds. */
const char *roots_of(const struct roots *roots, const struct model_package *package)
{
    const char *root = map_get(&roots->by_package, package->path, strlen(package->path));
    if (roots->source && (model_own(package) || roots->build == NULL))
        return roots->source;
    return root || roots->build ? root : ".";
}

/* The rest of a recorded name that is below the build tree. NULL: it is not. */
static const char *roots_below_build(const char *path, const char *build, const char *root)
{
    if (text_starts(path, BUILD_TREE_OTHER_PREFIX))
        return path + strlen(BUILD_TREE_OTHER_PREFIX);
    if (!text_starts(path, BUILD_TREE_PREFIX))
        return NULL;
    const char *name = path + strlen(BUILD_TREE_PREFIX);
    return root && build_tree_clashes(build, root, name) ? NULL : name;
}

char *roots_locate(const struct roots *roots, const struct model_package *package, const char *path)
{
    const char *root = roots_of(roots, package);
    char *found = NULL;
    const char *below = roots->build ? roots_below_build(path, roots->build, root) : NULL;
    if (below)
        found = path_below(roots->build, below);
    return found || root == NULL ? found : path_below(root, path);
}

void roots_free(struct roots *roots)
{
    map_free(&roots->by_package);
    arena_free(&roots->arena);
    *roots = (struct roots){0};
}
