/* Whole files and directories. Functions return 0, or -1 after having reported the error. */
#ifndef COVER_BASE_FILE_H
#define COVER_BASE_FILE_H

#include <stddef.h>

#include "base/str.h"

/* Appends the file's bytes; "-" is not special. */
int file_read(const char *path, struct str *out) __attribute__((warn_unused_result));
/* Writes under a temporary name beside `path`, then renames: at every instant `path` is the old file or the new one,
 * whole. */
int file_write(const char *path, const char *data, size_t len) __attribute__((warn_unused_result));
/* Makes the directory and those above it; one that exists is no error. */
int dir_make(const char *path) __attribute__((warn_unused_result));
/* The path's last component, within `path`. */
const char *path_base(const char *path);
/* Flushes stdout and checks that all of it was written; -1 is reported. A finishing command calls it. */
int stdout_finish(void) __attribute__((warn_unused_result));

#endif
