/* Writes a whole meta-data file (meta.h) out of symbols that are already encoded: what the runtime does at start, and
 * merge at its end. */
#ifndef COVER_FORMAT_META_FILE_H
#define COVER_FORMAT_META_FILE_H

#include "format/cursor.h"
#include "format/meta.h"

struct meta_blob {
    const uint8_t *data; /* its hash is at data + META_SYMBOL_HASH */
    size_t len;
};

/* Gives the symbols one after the other, any number of times. No symbol may be shorter than META_SYMBOL_HEADER_SIZE. */
struct meta_blobs {
    uint64_t count;
    struct meta_blob (*at)(const void *context, uint64_t index);
    const void *context;
};

/* The hash of the file: FNV-1a-128 over the symbols' hashes in order, then the names of mode and granularity. */
void meta_final_hash(const struct meta_blobs *blobs, enum counter_mode mode, enum counter_granularity granularity,
                     uint8_t hash[FORMAT_HASH_SIZE]);

/* Writes what stands before the tables of offsets and lengths, for `count` symbols of `size` bytes together. */
void meta_file_header_encode(struct writer *w, uint64_t count, uint64_t size, const uint8_t hash[FORMAT_HASH_SIZE],
                             enum counter_mode mode, enum counter_granularity granularity);

/* Writes the file, a package a symbol; the caller flushes the writer. The file's size is what {0} as a writer measures.
 */
void meta_file_encode(struct writer *w, const struct meta_blobs *blobs, const uint8_t hash[FORMAT_HASH_SIZE],
                      enum counter_mode mode, enum counter_granularity granularity);

#endif
