/* A file's bytes, mapped read-only or read. */
#ifndef COVER_COVDATA_MAPPED_H
#define COVER_COVDATA_MAPPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct mapped {
    const uint8_t *data;
    size_t len;
    bool read;       /* data is somebody else's */
    int64_t written; /* when it was last changed: seconds since 1970 */
};

/* The directory of the file that was read last. Zero-initialise it. Paths that it has seen must live as long. */
struct mapped_dir {
    const char *path; /* of one of its files, which begins with its own */
    size_t len;       /* of its own */
    int fd;
    bool open;
};

void mapped_dir_close(struct mapped_dir *dir);

/* As mapped_open; 0, or errno: nothing is reported. */
int mapped_try(struct mapped *file, const char *path) __attribute__((warn_unused_result));
/* Maps the whole file; -1 is reported. An empty file has no data and len 0. */
int mapped_open(struct mapped *file, const char *path) __attribute__((warn_unused_result));
/* As mapped_open; but small files, of which there are many, are read, which costs less: into `bytes`, in place of what
 * was there, and the file's data lasts as long. With `dir` files of one directory, one after the other, are found at
 * once. */
int mapped_read(struct mapped *file, const char *path, struct mapped_dir *dir, struct str *bytes)
    __attribute__((warn_unused_result));
void mapped_close(struct mapped *file);

#endif
