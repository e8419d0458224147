/* Reads meta-data files and symbols (meta.h) in place. Nothing is allocated and nothing is believed: each size, offset
 * and index is checked before use, so the functions below can be pointed at any bytes. The bytes must outlive the
 * structs. Where a function returns an error, it is a constant text that says what is wrong with the bytes; NULL is
 * success. */
#ifndef COVER_FORMAT_META_DECODE_H
#define COVER_FORMAT_META_DECODE_H

#include "format/cursor.h"
#include "format/meta.h"
#include "format/meta_encode.h"
#include "format/meta_file.h"

struct meta_file {
    const uint8_t *data;
    size_t len;
    uint32_t package_count; /* its tables are inside the file */
    const uint8_t *hash;
    uint8_t mode, granularity;
};

const char *meta_file_open(struct meta_file *file, const void *data, size_t len);
/* The symbol of package `index` < package_count. */
const char *meta_file_blob(const struct meta_file *file, uint32_t index, struct meta_blob *blob);

struct meta_symbol {
    const uint8_t *data;
    size_t len;
    const uint8_t *hash;
    uint8_t disposition;
    uint32_t path, name, module; /* valid indices of strings */
    uint32_t func_count;         /* the table of offsets is inside the symbol */
    uint32_t string_count;
    struct cursor strings; /* the string_count strings and no more; string_next reads them without failing */
};

const char *meta_symbol_open(struct meta_symbol *symbol, const void *data, size_t len);
/* The same without looking at the strings, which costs as much as there are: reading one may fail, and `strings` goes
 * on to the symbol's end. */
const char *meta_symbol_head(struct meta_symbol *symbol, const void *data, size_t len);
/* String `index` < string_count. Walks the table: a reader of many strings makes an index of its own. */
struct bytes meta_string_at(const struct meta_symbol *symbol, uint32_t index);

/* A function being read: meta_func_at, then meta_unit_next unit_count times, then meta_func_finish. */
struct meta_reader {
    uint32_t unit_count; /* no more than the symbol can hold */
    uint32_t name, file; /* valid indices of strings */
    struct cursor units;
};

/* Function `index` < func_count. */
const char *meta_func_at(const struct meta_symbol *symbol, uint32_t index, struct meta_reader *reader);
struct meta_unit meta_unit_next(struct meta_reader *reader);
/* Tells whether the function is a literal, and whether all its units could be read. */
const char *meta_func_finish(struct meta_reader *reader, bool *literal);
/* After meta_func_finish: the bytes behind the function's record (meta_lines.h). */
struct bytes meta_func_extensions(const struct meta_reader *reader);

#endif
