/* Readers of meta-data, over bounded cursors. In: bytes of any origin; out: structs that point into them, with every
 * index valid and every count no larger than the bytes can hold. A file's length must be what its header says: one cut
 * short or grown is damaged. */
#include "format/meta_decode.h"

#include <string.h>

static const char *meta_decode_file_header_read(struct meta_file *file, struct cursor *c, uint64_t *count)
{
    const uint8_t *magic = cursor_bytes(c, 4);
    uint32_t version = cursor_u32(c);
    uint64_t length = cursor_u64(c);
    *count = cursor_u64(c);
    file->hash = cursor_bytes(c, FORMAT_HASH_SIZE);
    uint32_t strings_offset = cursor_u32(c), strings_length = cursor_u32(c);
    file->mode = cursor_u8(c);
    file->granularity = cursor_u8(c);
    cursor_bytes(c, 6);
    if (magic == NULL || memcmp(magic, META_FILE_MAGIC, 4) != 0)
        return "not a meta-data file";
    if (c->failed)
        return "the meta-data file ends within its header";
    if (version > META_FILE_VERSION)
        return "meta-data of an unknown version";
    if (length != file->len)
        return "the meta-data file's length is not what its header says";
    if (strings_offset > length || strings_length > length - strings_offset)
        return "the string table lies outside the meta-data file";
    if (file->mode < MODE_SET || file->mode > MODE_TESTMAIN)
        return "meta-data of an unknown counter mode";
    if (file->granularity < GRANULARITY_PERBLOCK || file->granularity > GRANULARITY_PERFUNC)
        return "meta-data of an unknown counter granularity";
    return NULL;
}

const char *meta_file_open(struct meta_file *file, const void *data, size_t len)
{
    uint64_t count;
    memset(file, 0, sizeof *file);
    file->data = (const uint8_t *)data;
    file->len = len;
    struct cursor c = cursor_of(data, len);
    const char *problem = meta_decode_file_header_read(file, &c, &count);
    if (problem)
        return problem;
    if (count > cursor_left(&c) / 16 || count > UINT32_MAX)
        return "the meta-data file is too short for its number of packages";
    file->package_count = (uint32_t)count;
    return NULL;
}

const char *meta_file_blob(const struct meta_file *file, uint32_t index, struct meta_blob *blob)
{
    const uint8_t *offsets = file->data + META_FILE_HEADER_SIZE;
    struct cursor at = cursor_of(offsets + 8 * (size_t)index, 8);
    struct cursor size = cursor_of(offsets + 8 * ((size_t)file->package_count + index), 8);
    uint64_t offset = cursor_u64(&at), len = cursor_u64(&size);
    if (offset > file->len || len > file->len - offset)
        return "a package lies outside the meta-data file";
    blob->data = file->data + offset;
    blob->len = (size_t)len;
    return NULL;
}

const char *meta_symbol_head(struct meta_symbol *symbol, const void *data, size_t len)
{
    memset(symbol, 0, sizeof *symbol);
    symbol->data = (const uint8_t *)data;
    symbol->len = len;
    struct cursor c = cursor_of(data, len);
    uint32_t length = cursor_u32(&c);
    symbol->name = cursor_u32(&c);
    symbol->path = cursor_u32(&c);
    symbol->module = cursor_u32(&c);
    symbol->hash = cursor_bytes(&c, FORMAT_HASH_SIZE);
    symbol->disposition = cursor_u8(&c);
    cursor_bytes(&c, 3);
    cursor_u32(&c);
    symbol->func_count = cursor_u32(&c);
    if (c.failed)
        return "a package's meta-data ends within its header";
    if (length != len)
        return "a package's length is not what its header says";
    if (cursor_bytes(&c, 4 * (uint64_t)symbol->func_count) == NULL)
        return "a package is too short for its number of functions";
    symbol->string_count = (uint32_t)cursor_uleb(&c, cursor_left(&c));
    symbol->strings = c;
    if (symbol->path >= symbol->string_count || symbol->name >= symbol->string_count ||
        symbol->module >= symbol->string_count)
        return "a package's name is not in its string table";
    return NULL;
}

const char *meta_symbol_open(struct meta_symbol *symbol, const void *data, size_t len)
{
    const char *problem = meta_symbol_head(symbol, data, len);
    if (problem)
        return problem;
    struct cursor c = symbol->strings;
    for (uint32_t i = 0; i < symbol->string_count && !c.failed; i++)
        string_next(&c);
    symbol->strings.end = c.next;
    return c.failed ? "a package's string table is damaged" : NULL;
}

struct bytes meta_string_at(const struct meta_symbol *symbol, uint32_t index)
{
    struct cursor c = symbol->strings;
    for (uint32_t i = 0; i < index; i++)
        string_next(&c);
    return string_next(&c);
}

/* Where the function's bytes end: at the next function, or at the end of the symbol. */
static size_t func_end(const struct meta_symbol *symbol, uint32_t index, uint32_t offset)
{
    struct cursor table = cursor_of(symbol->data + META_SYMBOL_HEADER_SIZE + 4 * ((size_t)index + 1), 4);
    uint32_t next = index + 1 < symbol->func_count ? cursor_u32(&table) : 0;
    return next > offset && next <= symbol->len ? next : symbol->len;
}

const char *meta_func_at(const struct meta_symbol *symbol, uint32_t index, struct meta_reader *reader)
{
    struct cursor table = cursor_of(symbol->data + META_SYMBOL_HEADER_SIZE + 4 * (size_t)index, 4);
    uint32_t offset = cursor_u32(&table);
    if (offset < META_SYMBOL_HEADER_SIZE || offset > symbol->len)
        return "a function lies outside its package";
    struct cursor c = cursor_of(symbol->data + offset, func_end(symbol, index, offset) - offset);
    reader->unit_count = (uint32_t)cursor_uleb(&c, cursor_left(&c) / 5);
    reader->name = (uint32_t)cursor_uleb(&c, UINT32_MAX);
    reader->file = (uint32_t)cursor_uleb(&c, UINT32_MAX);
    reader->units = c;
    if (c.failed)
        return "a function's meta-data is damaged";
    if (reader->name >= symbol->string_count || reader->file >= symbol->string_count)
        return "a function's name or file is not in the string table";
    return NULL;
}

struct meta_unit meta_unit_next(struct meta_reader *reader)
{
    struct meta_unit unit;
    unit.start_line = (uint32_t)cursor_uleb(&reader->units, UINT32_MAX);
    unit.start_col = (uint32_t)cursor_uleb(&reader->units, UINT32_MAX);
    unit.end_line = (uint32_t)cursor_uleb(&reader->units, UINT32_MAX);
    unit.end_col = (uint32_t)cursor_uleb(&reader->units, UINT32_MAX);
    unit.statements = (uint32_t)cursor_uleb(&reader->units, UINT32_MAX);
    return unit;
}

struct bytes meta_func_extensions(const struct meta_reader *reader)
{
    struct bytes rest = {(const char *)reader->units.next, cursor_left(&reader->units)};
    return rest;
}

const char *meta_func_finish(struct meta_reader *reader, bool *literal)
{
    *literal = cursor_uleb(&reader->units, UINT32_MAX) != 0;
    return reader->units.failed ? "a function's units are damaged" : NULL;
}
