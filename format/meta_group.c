/* Symbols of one path as one. In: symbols, and arrays to keep what is found out about them; out: a meta-data file. A
 * joined symbol has the string tables one after the other and the functions one after the other, of which only the two
 * string indices change. So units need not be decoded, what follows the indices is copied. A package of one symbol is
 * copied as it is. */
#include "format/meta_group.h"

#include <string.h>

#include "format/fnv.h"
#include "format/md5.h"
#include "format/meta_decode.h"

static struct meta_blob meta_group_blob_at(const struct meta_grouping *grouping, uint32_t index)
{
    return grouping->blobs.at(grouping->blobs.context, index);
}

static uint32_t meta_group_func_end(const struct meta_symbol *symbol, uint32_t index)
{
    if (index + 1 == symbol->func_count)
        return (uint32_t)symbol->len;
    struct cursor c = cursor_of(symbol->data + META_SYMBOL_HEADER_SIZE + 4 * ((size_t)index + 1), 4);
    return cursor_u32(&c);
}

/* The range behind a function's indices: its units and literal flag. NULL in data: it is not where meta_encode puts it.
 */
static struct bytes meta_group_func_rest(const struct meta_symbol *symbol, uint32_t index, struct meta_reader *reader)
{
    const struct bytes none = {NULL, 0};
    if (meta_func_at(symbol, index, reader) != NULL)
        return none;
    uint32_t until = meta_group_func_end(symbol, index);
    const uint8_t *start = reader->units.next, *end = symbol->data + until;
    if (until > symbol->len || end < start)
        return none;
    struct bytes rest = {(const char *)start, (size_t)(end - start)};
    return rest;
}

/* Writes a symbol's function, its strings now beginning at index `base`; without a writer it is only measured. *size:
 * how long it is then. */
static const char *meta_group_func_write(struct writer *w, const struct meta_symbol *symbol, uint32_t index,
                                         uint64_t base, uint64_t *size)
{
    struct meta_reader reader;
    struct bytes rest = meta_group_func_rest(symbol, index, &reader);
    if (rest.data == NULL)
        return "a package's functions are not in order";
    *size = uleb_size(reader.unit_count) + uleb_size(reader.name + base) + uleb_size(reader.file + base) + rest.len;
    if (w == NULL)
        return NULL;
    writer_uleb(w, reader.unit_count);
    writer_uleb(w, reader.name + base);
    writer_uleb(w, reader.file + base);
    writer_bytes(w, rest.data, rest.len);
    return NULL;
}

static uint32_t *meta_group_bucket_of(struct meta_grouping *grouping, struct bytes path)
{
    uint32_t hash = 0;
    for (size_t i = 0; i < path.len; i++)
        hash = hash * 31 + (uint8_t)path.data[i];
    return &grouping->buckets[hash % META_GROUP_BUCKETS];
}

/* The number of the package of that path, which may be a new one. */
static uint32_t meta_group_package_find(struct meta_grouping *grouping, uint32_t index, struct bytes path)
{
    uint32_t *bucket = meta_group_bucket_of(grouping, path);
    for (uint32_t p = *bucket; p > 0; p = grouping->packages[p - 1].chain) {
        struct bytes other = grouping->packages[p - 1].path;
        if (other.len == path.len && memcmp(other.data, path.data, path.len) == 0)
            return p - 1;
    }
    uint32_t package = grouping->package_count++;
    struct meta_joined *added = &grouping->packages[package];
    memset(added, 0, sizeof *added);
    added->path = path;
    added->first = added->last = index;
    added->chain = *bucket;
    *bucket = package + 1;
    return package;
}

/* Puts a symbol into its package. */
static const char *meta_group_symbol_number(struct meta_grouping *grouping, uint32_t index)
{
    struct meta_symbol symbol;
    struct meta_blob blob = meta_group_blob_at(grouping, index);
    const char *problem = meta_symbol_head(&symbol, blob.data, blob.len);
    if (problem)
        return problem;
    uint32_t number = meta_group_package_find(grouping, index, meta_string_at(&symbol, symbol.path));
    struct meta_joined *package = &grouping->packages[number];
    struct meta_place place = {number, package->func_count, 0, 0};
    grouping->places[index] = place;
    if (package->symbol_count++ > 0)
        grouping->places[package->last].next = index + 1;
    package->last = index;
    package->func_count += symbol.func_count;
    return NULL;
}

const char *meta_group_number(struct meta_grouping *grouping, const struct meta_blobs *blobs, struct meta_place *places,
                              struct meta_joined *packages)
{
    const char *problem = NULL;
    memset(grouping, 0, sizeof *grouping);
    grouping->blobs = *blobs;
    grouping->places = places;
    grouping->packages = packages;
    for (uint32_t i = 0; i < blobs->count && problem == NULL; i++)
        problem = meta_group_symbol_number(grouping, i);
    return problem;
}

/* Finds out what room a symbol takes behind those of its package before it. */
static const char *meta_group_symbol_measure(struct meta_grouping *grouping, uint32_t index)
{
    struct meta_symbol symbol;
    struct meta_blob blob = meta_group_blob_at(grouping, index);
    const char *problem = meta_symbol_open(&symbol, blob.data, blob.len);
    if (problem)
        return problem;
    struct meta_joined *package = &grouping->packages[grouping->places[index].package];
    grouping->places[index].first_string = package->string_count;
    uint64_t size = 0;
    for (uint32_t f = 0; f < symbol.func_count && problem == NULL; f++) {
        problem = meta_group_func_write(NULL, &symbol, f, package->string_count, &size);
        package->funcs_size += size;
    }
    package->string_count += symbol.string_count;
    package->strings_size += cursor_left(&symbol.strings);
    return problem;
}

const char *meta_group(struct meta_grouping *grouping, const struct meta_blobs *blobs, struct meta_place *places,
                       struct meta_joined *packages)
{
    const char *problem = meta_group_number(grouping, blobs, places, packages);
    for (uint32_t i = 0; i < blobs->count && problem == NULL; i++)
        problem = meta_group_symbol_measure(grouping, i);
    return problem;
}

static uint64_t meta_group_package_size(const struct meta_grouping *grouping, const struct meta_joined *package)
{
    if (package->symbol_count == 1)
        return meta_group_blob_at(grouping, package->first).len;
    return META_SYMBOL_HEADER_SIZE + 4 * (uint64_t)package->func_count + uleb_size(package->string_count) +
           package->strings_size + package->funcs_size;
}

static void meta_group_package_hash(const struct meta_grouping *grouping, const struct meta_joined *package,
                                    uint8_t hash[FORMAT_HASH_SIZE])
{
    struct md5 md5;
    md5_start(&md5);
    for (uint32_t i = package->first + 1; i > 0; i = grouping->places[i - 1].next)
        md5_add(&md5, meta_group_blob_at(grouping, i - 1).data + META_SYMBOL_HASH, FORMAT_HASH_SIZE);
    md5_finish(&md5, hash);
    if (package->symbol_count == 1)
        memcpy(hash, meta_group_blob_at(grouping, package->first).data + META_SYMBOL_HASH, FORMAT_HASH_SIZE);
}

void meta_group_hash(const struct meta_grouping *grouping, enum counter_mode mode, enum counter_granularity granularity,
                     uint8_t hash[FORMAT_HASH_SIZE])
{
    struct fnv fnv;
    fnv_start(&fnv);
    for (uint32_t p = 0; p < grouping->package_count; p++) {
        meta_group_package_hash(grouping, &grouping->packages[p], hash);
        fnv_add(&fnv, hash, FORMAT_HASH_SIZE);
    }
    fnv_add(&fnv, mode_name(mode), strlen(mode_name(mode)));
    fnv_add(&fnv, granularity_name(granularity), strlen(granularity_name(granularity)));
    fnv_finish(&fnv, hash);
}

static void meta_group_header_write(struct writer *w, const struct meta_grouping *grouping,
                                    const struct meta_joined *package)
{
    uint8_t hash[FORMAT_HASH_SIZE];
    const uint8_t *first = meta_group_blob_at(grouping, package->first).data;
    meta_group_package_hash(grouping, package, hash);
    writer_u32(w, (uint32_t)meta_group_package_size(grouping, package));
    writer_bytes(w, first + 4, META_SYMBOL_HASH - 4); /* name, path, module: the first symbol's strings come first */
    writer_bytes(w, hash, sizeof hash);
    writer_u8(w, first[META_SYMBOL_DISPOSITION]);
    writer_zeros(w, 3);
    writer_u32(w, package->string_count);
    writer_u32(w, package->func_count);
}

/* What is written of each symbol of a package, in three rounds. */
enum part { PART_OFFSETS, PART_STRINGS, PART_FUNCS };

/* *at: where in the package the next function stands; used by PART_OFFSETS. */
static void meta_group_symbol_write(struct writer *w, const struct meta_grouping *grouping, uint32_t index,
                                    enum part part, uint64_t *at)
{
    struct meta_symbol symbol;
    struct meta_blob blob = meta_group_blob_at(grouping, index);
    if (meta_symbol_open(&symbol, blob.data, blob.len) != NULL)
        return; /* not after meta_group */
    if (part == PART_STRINGS)
        writer_bytes(w, symbol.strings.next, cursor_left(&symbol.strings));
    for (uint32_t f = 0; f < symbol.func_count && part != PART_STRINGS; f++) {
        uint64_t size = 0;
        if (part == PART_OFFSETS)
            writer_u32(w, (uint32_t)*at);
        (void)meta_group_func_write(part == PART_OFFSETS ? NULL : w, &symbol, f, grouping->places[index].first_string,
                                    &size);
        *at += size;
    }
}

static void meta_group_symbols_write(struct writer *w, const struct meta_grouping *grouping,
                                     const struct meta_joined *package, enum part part)
{
    uint64_t at = meta_group_package_size(grouping, package) - package->funcs_size;
    for (uint32_t i = package->first + 1; i > 0; i = grouping->places[i - 1].next)
        meta_group_symbol_write(w, grouping, i - 1, part, &at);
}

static void meta_group_package_write(struct writer *w, const struct meta_grouping *grouping,
                                     const struct meta_joined *package)
{
    if (package->symbol_count == 1) {
        struct meta_blob blob = meta_group_blob_at(grouping, package->first);
        writer_bytes(w, blob.data, blob.len);
        return;
    }
    meta_group_header_write(w, grouping, package);
    meta_group_symbols_write(w, grouping, package, PART_OFFSETS);
    writer_uleb(w, package->string_count);
    meta_group_symbols_write(w, grouping, package, PART_STRINGS);
    meta_group_symbols_write(w, grouping, package, PART_FUNCS);
}

static void meta_group_tables_write(struct writer *w, const struct meta_grouping *grouping)
{
    uint64_t at = META_FILE_HEADER_SIZE + 16 * (uint64_t)grouping->package_count + META_FILE_STRINGS_SIZE;
    for (uint32_t p = 0; p < grouping->package_count; p++) {
        writer_u64(w, at);
        at += meta_group_package_size(grouping, &grouping->packages[p]);
    }
    for (uint32_t p = 0; p < grouping->package_count; p++)
        writer_u64(w, meta_group_package_size(grouping, &grouping->packages[p]));
}

void meta_group_encode(struct writer *w, const struct meta_grouping *grouping, const uint8_t hash[FORMAT_HASH_SIZE],
                       enum counter_mode mode, enum counter_granularity granularity)
{
    uint64_t size = 0;
    for (uint32_t p = 0; p < grouping->package_count; p++)
        size += meta_group_package_size(grouping, &grouping->packages[p]);
    meta_file_header_encode(w, grouping->package_count, size, hash, mode, granularity);
    meta_group_tables_write(w, grouping);
    writer_uleb(w, 1);
    writer_string(w, "", 0);
    for (uint32_t p = 0; p < grouping->package_count; p++)
        meta_group_package_write(w, grouping, &grouping->packages[p]);
}
