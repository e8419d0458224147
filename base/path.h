/* Paths as text: nothing here looks at the file system. */
#ifndef COVER_BASE_PATH_H
#define COVER_BASE_PATH_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/str.h"

/* The path without what adds nothing to it: "./a//b/../c" is "a/c", "" is ".". Leading `..` of a relative path stay;
 * symbolic links stay as they are. The arena's. */
char *path_clean(struct arena *arena, const char *path);
/* Appends the clean path to an empty string; the current directory appends nothing. */
void path_clean_add(struct str *to, const char *path);
/* The clean absolute path; a relative `path` starts at `directory`, which is absolute. The arena's. */
char *path_absolute(struct arena *arena, const char *directory, const char *path);
/* Whether the absolute path is `dir` or below it. */
bool path_is_below(const char *path, const char *dir);
/* The rest of the path below `dir`, within `path`; NULL if it is not below. */
const char *path_rest(const char *path, const char *dir);

#endif
