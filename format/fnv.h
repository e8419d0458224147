/* FNV-1a, 128 bits: the hash of a meta-data file, as in Go (hash/fnv, New128a). */
#ifndef COVER_FORMAT_FNV_H
#define COVER_FORMAT_FNV_H

#include "format/prefix.h"

#include <stddef.h>
#include <stdint.h>

struct fnv {
    uint64_t high, low;
};

void fnv_start(struct fnv *fnv);
void fnv_add(struct fnv *fnv, const void *data, size_t len);
/* The hash, most significant byte first. */
void fnv_finish(const struct fnv *fnv, uint8_t out[16]);

#endif
