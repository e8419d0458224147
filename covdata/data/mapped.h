/* A file's bytes, mapped read-only. */
#ifndef COVER_COVDATA_MAPPED_H
#define COVER_COVDATA_MAPPED_H

#include <stddef.h>
#include <stdint.h>

struct mapped {
    const uint8_t *data;
    size_t len;
    int64_t written; /* when it was last changed: seconds since 1970 */
};

/* As mapped_open; 0, or errno: nothing is reported. */
int mapped_try(struct mapped *file, const char *path) __attribute__((warn_unused_result));
/* Maps the whole file; -1 is reported. An empty file has no data and len 0. */
int mapped_open(struct mapped *file, const char *path) __attribute__((warn_unused_result));
void mapped_close(struct mapped *file);

#endif
