/* Writes a meta-data file in which all symbols with the same package path are one package: the functions of the first
 * symbol, then those of the second, and so on. Go's reports join packages with equal paths, but its merge expects each
 * path once. Packages are in the order of their first symbols. */
#ifndef COVER_FORMAT_META_GROUP_H
#define COVER_FORMAT_META_GROUP_H

#include "format/meta_file.h"

/* The place of a symbol in the file: its function f is function first_func + f of the package. */
struct meta_place {
    uint32_t package;
    uint32_t first_func, first_string;
    uint32_t next; /* index + 1 of the next symbol of the package; 0: none */
};

struct meta_joined {
    struct bytes path;
    uint32_t first, last; /* indexes of symbols */
    uint32_t symbol_count, func_count, string_count;
    uint32_t chain; /* number + 1 of the next package in its bucket */
    uint64_t strings_size, funcs_size;
};

enum { META_GROUP_BUCKETS = 256 };

struct meta_grouping {
    struct meta_blobs blobs;
    struct meta_place *places;    /* one for each symbol */
    struct meta_joined *packages; /* package_count of them */
    uint32_t package_count;
    uint32_t buckets[META_GROUP_BUCKETS];
};

/* Groups the symbols, which must have the layout of meta_encode. The caller owns the arrays, each of blobs->count
 * elements; they and the symbols must outlive the grouping. Returns NULL, or a constant text that says what is wrong
 * with a symbol. */
const char *meta_group(struct meta_grouping *grouping, const struct meta_blobs *blobs, struct meta_place *places,
                       struct meta_joined *packages);

/* Does only what meta_group_hash and the numbering of functions need, which every covered process needs at its start:
 * it does not read functions, nor strings except the path. meta_group_encode needs meta_group. */
const char *meta_group_number(struct meta_grouping *grouping, const struct meta_blobs *blobs, struct meta_place *places,
                              struct meta_joined *packages);

/* As meta_final_hash and meta_file_encode (meta_file.h), for packages. The hash of a package of several symbols is the
 * MD5 of their hashes. */
void meta_group_hash(const struct meta_grouping *grouping, enum counter_mode mode, enum counter_granularity granularity,
                     uint8_t hash[FORMAT_HASH_SIZE]);
void meta_group_encode(struct writer *w, const struct meta_grouping *grouping, const uint8_t hash[FORMAT_HASH_SIZE],
                       enum counter_mode mode, enum counter_granularity granularity);

#endif
