/* Whole files and directories. Functions return 0, or -1 after having reported the error. */
#ifndef COVER_BASE_FILE_H
#define COVER_BASE_FILE_H

#include <stddef.h>

#include "base/str.h"

/* Appends the file's bytes; "-" is not special. */
int file_read(const char *path, struct str *out) __attribute__((warn_unused_result));
/* The same for a file that need not exist: an error sets errno and is not reported. */
int file_read_quietly(const char *path, struct str *out) __attribute__((warn_unused_result));
/* Writes to a temporary file in the same directory, then renames it: at every instant `path` is the old file or the
 * complete new one. */
int file_write(const char *path, const char *data, size_t len) __attribute__((warn_unused_result));
/* Makes the directory and its parents; one that exists is no error. */
int dir_make(const char *path) __attribute__((warn_unused_result));
/* The path's last component, within `path`. */
const char *path_base(const char *path);
/* Flushes stdout and checks that everything was written. A command calls it last. */
int stdout_finish(void) __attribute__((warn_unused_result));

#endif
