/* Writes a meta-data file (meta.h) of encoded symbols, for the runtime at its start and for covdata merge. */
#ifndef COVER_FORMAT_META_FILE_H
#define COVER_FORMAT_META_FILE_H

#include "format/cursor.h"
#include "format/meta.h"

struct meta_blob {
    const uint8_t *data; /* its hash is at data + META_SYMBOL_HASH */
    size_t len;
};

/* A list of symbols that can be read several times. None is shorter than META_SYMBOL_HEADER_SIZE. */
struct meta_blobs {
    uint64_t count;
    struct meta_blob (*at)(const void *context, uint64_t index);
    const void *context;
};

/* The hash of the file: FNV-1a-128 over the symbols' hashes in order, then the names of mode and granularity. */
void meta_final_hash(const struct meta_blobs *blobs, enum counter_mode mode, enum counter_granularity granularity,
                     uint8_t hash[FORMAT_HASH_SIZE]);

/* Writes the file header, for `count` symbols of `size` bytes in total. */
void meta_file_header_encode(struct writer *w, uint64_t count, uint64_t size, const uint8_t hash[FORMAT_HASH_SIZE],
                             enum counter_mode mode, enum counter_granularity granularity);

/* Writes the file, with one package for each symbol. The caller flushes the writer. */
void meta_file_encode(struct writer *w, const struct meta_blobs *blobs, const uint8_t hash[FORMAT_HASH_SIZE],
                      enum counter_mode mode, enum counter_granularity granularity);

#endif
