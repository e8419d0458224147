/* A meta-data file in which the symbols of one package path are one package: the functions of the first symbol, then
 * those of the second, and so on. Go's reports join packages of one path by themselves, but its merge expects each path
 * once. Packages stand in the order of their first symbols. */
#ifndef COVER_FORMAT_META_GROUP_H
#define COVER_FORMAT_META_GROUP_H

#include "format/meta_file.h"

/* Where a symbol's functions are in the file: function f of the symbol is function first_func + f of the package. */
struct meta_place {
    uint32_t package;
    uint32_t first_func, first_string;
    uint32_t next; /* index + 1 of the package's next symbol; 0: it is the last */
};

struct meta_joined {
    struct bytes path;
    uint32_t first, last; /* indices of symbols */
    uint32_t symbol_count, func_count, string_count;
    uint32_t chain; /* number + 1 of the next package of this bucket */
    uint64_t strings_size, funcs_size;
};

enum { META_GROUP_BUCKETS = 256 };

struct meta_grouping {
    struct meta_blobs blobs;
    struct meta_place *places;    /* one a symbol */
    struct meta_joined *packages; /* package_count of them */
    uint32_t package_count;
    uint32_t buckets[META_GROUP_BUCKETS];
};

/* Groups the symbols. The caller gives the arrays, each of blobs->count elements, and keeps them and the symbols as
 * long as the grouping is used. Returns NULL, or a constant text saying what is wrong with a symbol: one must have the
 * layout that meta_encode gives it. */
const char *meta_group(struct meta_grouping *grouping, const struct meta_blobs *blobs, struct meta_place *places,
                       struct meta_joined *packages);

/* The same as far as meta_group_hash and numbering functions need it, which is what every covered process does at its
 * start: functions and all strings but the path are not looked at. meta_group_encode needs the whole. */
const char *meta_group_number(struct meta_grouping *grouping, const struct meta_blobs *blobs, struct meta_place *places,
                              struct meta_joined *packages);

/* As meta_final_hash and meta_file_encode (meta_file.h), by packages. The hash of a package of several symbols is the
 * MD5 of their hashes. */
void meta_group_hash(const struct meta_grouping *grouping, enum counter_mode mode, enum counter_granularity granularity,
                     uint8_t hash[FORMAT_HASH_SIZE]);
void meta_group_encode(struct writer *w, const struct meta_grouping *grouping, const uint8_t hash[FORMAT_HASH_SIZE],
                       enum counter_mode mode, enum counter_granularity granularity);

#endif
