/* Byte strings of data files, which point into the files. */
#ifndef COVER_COVDATA_BYTES_H
#define COVER_COVDATA_BYTES_H

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "format/cursor.h"

/* A copy that does not need the file. */
static inline struct bytes bytes_keep(struct arena *arena, struct bytes text)
{
    return (struct bytes){arena_copy(arena, text.data, text.len), text.len};
}

static inline bool bytes_equal(struct bytes a, struct bytes b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

#endif
