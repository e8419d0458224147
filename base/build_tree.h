/* How the files of a build tree are recorded: as build/NAME. Where the module has a source of that name in a folder
 * build/ of its own, as build-tree/NAME. */
#ifndef COVER_BASE_BUILD_TREE_H
#define COVER_BASE_BUILD_TREE_H

#include <stdbool.h>

#define BUILD_TREE_PREFIX "build/"
#define BUILD_TREE_OTHER_PREFIX "build-tree/"

/* Is `name`, below the build tree, also a source of the module, below its folder build/? A folder that is a build tree
 * itself holds no sources. Both directories are absolute. */
bool build_tree_clashes(const char *build, const char *root, const char *name);

#endif
