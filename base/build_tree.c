/* The same rule for who writes a name (instr/project) and who looks for the file (covdata/model). */
#include "base/build_tree.h"

#include <sys/stat.h>

#include "base/str.h"

#include "base/banned.h"

static bool build_tree_stat(const char *directory, const char *name, struct stat *st)
{
    struct str path = STR_INIT;
    str_addf(&path, "%s/%s", directory, name);
    bool found = stat(path.data, st) == 0;
    str_free(&path);
    return found;
}

/* Has CMake or Meson made <root>/build? */
static bool build_tree_is_at(const char *root)
{
    struct stat st;
    return build_tree_stat(root, BUILD_TREE_PREFIX "CMakeCache.txt", &st) ||
           build_tree_stat(root, BUILD_TREE_PREFIX "meson-info", &st);
}

bool build_tree_clashes(const char *build, const char *root, const char *name)
{
    struct str source = STR_INIT;
    struct stat made, own;
    str_addf(&source, BUILD_TREE_PREFIX "%s", name);
    bool clashes = build_tree_stat(root, source.data, &own) && build_tree_stat(build, name, &made) &&
                   (own.st_dev != made.st_dev || own.st_ino != made.st_ino) && !build_tree_is_at(root);
    str_free(&source);
    return clashes;
}
