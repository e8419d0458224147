/* The meta-data file around the symbols: header, two tables, a string table that holds nothing, the symbols. In:
 * symbols by callback, since the runtime has them scattered over an image and allocates nothing; out: bytes through a
 * writer. */
#include "format/meta_file.h"

#include <string.h>

#include "format/fnv.h"

void meta_final_hash(const struct meta_blobs *blobs, enum counter_mode mode, enum counter_granularity granularity,
                     uint8_t hash[FORMAT_HASH_SIZE])
{
    struct fnv fnv;
    fnv_start(&fnv);
    for (uint64_t i = 0; i < blobs->count; i++)
        fnv_add(&fnv, blobs->at(blobs->context, i).data + META_SYMBOL_HASH, FORMAT_HASH_SIZE);
    fnv_add(&fnv, mode_name(mode), strlen(mode_name(mode)));
    fnv_add(&fnv, granularity_name(granularity), strlen(granularity_name(granularity)));
    fnv_finish(&fnv, hash);
}

static uint64_t meta_file_blobs_size(const struct meta_blobs *blobs)
{
    uint64_t size = 0;
    for (uint64_t i = 0; i < blobs->count; i++)
        size += blobs->at(blobs->context, i).len;
    return size;
}

static void meta_file_tables_write(struct writer *w, const struct meta_blobs *blobs, uint64_t first)
{
    for (uint64_t i = 0, at = first; i < blobs->count; i++) {
        writer_u64(w, at);
        at += blobs->at(blobs->context, i).len;
    }
    for (uint64_t i = 0; i < blobs->count; i++)
        writer_u64(w, blobs->at(blobs->context, i).len);
}

void meta_file_header_encode(struct writer *w, uint64_t count, uint64_t size, const uint8_t hash[FORMAT_HASH_SIZE],
                             enum counter_mode mode, enum counter_granularity granularity)
{
    uint64_t strings = META_FILE_HEADER_SIZE + 16 * count;
    writer_bytes(w, META_FILE_MAGIC, 4);
    writer_u32(w, META_FILE_VERSION);
    writer_u64(w, strings + META_FILE_STRINGS_SIZE + size);
    writer_u64(w, count);
    writer_bytes(w, hash, FORMAT_HASH_SIZE);
    writer_u32(w, (uint32_t)strings);
    writer_u32(w, META_FILE_STRINGS_SIZE);
    writer_u8(w, (uint8_t)mode);
    writer_u8(w, (uint8_t)granularity);
    writer_zeros(w, 6);
}

void meta_file_encode(struct writer *w, const struct meta_blobs *blobs, const uint8_t hash[FORMAT_HASH_SIZE],
                      enum counter_mode mode, enum counter_granularity granularity)
{
    meta_file_header_encode(w, blobs->count, meta_file_blobs_size(blobs), hash, mode, granularity);
    meta_file_tables_write(w, blobs, META_FILE_HEADER_SIZE + 16 * blobs->count + META_FILE_STRINGS_SIZE);
    writer_uleb(w, 1);
    writer_string(w, "", 0);
    for (uint64_t i = 0; i < blobs->count; i++) {
        struct meta_blob blob = blobs->at(blobs->context, i);
        writer_bytes(w, blob.data, blob.len);
    }
}
