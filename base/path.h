/* Paths as text: nothing here looks at the file system. */
#ifndef COVER_BASE_PATH_H
#define COVER_BASE_PATH_H

#include <stdbool.h>

#include "base/memory.h"

/* An absolute path without `.`, `..` and doubled slashes; a relative `path` starts at `directory`. Symbolic links stay
 * as they are. The arena's. */
char *path_absolute(struct arena *arena, const char *directory, const char *path);
/* Whether the absolute path is `dir` or below it. */
bool path_is_below(const char *path, const char *dir);
/* The rest of the path below `dir`, within `path`; NULL if it is not below. */
const char *path_rest(const char *path, const char *dir);

#endif
