/* Reads meta-data files and symbols (meta.h) in place. The bytes may be untrusted: each size, offset and number is
 * checked before use. Nothing is allocated, and the bytes must outlive the structs. A function that can fail returns
 * NULL, or a constant text that says what is wrong with the bytes. */
#ifndef COVER_FORMAT_META_DECODE_H
#define COVER_FORMAT_META_DECODE_H

#include "format/cursor.h"
#include "format/meta.h"
#include "format/meta_encode.h"
#include "format/meta_file.h"

struct meta_file {
    const uint8_t *data;
    size_t len;
    uint32_t package_count; /* checked: its tables are inside the file */
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
    uint32_t path, name, module; /* valid string numbers */
    uint32_t func_count;         /* the table of offsets is inside the symbol */
    uint32_t string_count;
    struct cursor strings; /* the string_count strings and no more; string_next reads them without failing */
};

const char *meta_symbol_open(struct meta_symbol *symbol, const void *data, size_t len);
/* The same without checking each string, which takes time. Reading a string may then fail, and `strings` extends to the
 * end of the symbol. */
const char *meta_symbol_head(struct meta_symbol *symbol, const void *data, size_t len);
/* String `index` < string_count. Reads the table up to it: a reader of many strings should make an index. */
struct bytes meta_string_at(const struct meta_symbol *symbol, uint32_t index);

/* A function being read: meta_func_at, then meta_unit_next unit_count times, then meta_func_finish. */
struct meta_reader {
    uint32_t unit_count; /* no more than the symbol can hold */
    uint32_t name, file; /* valid string numbers */
    struct cursor units;
};

/* Function `index` < func_count. */
const char *meta_func_at(const struct meta_symbol *symbol, uint32_t index, struct meta_reader *reader);
struct meta_unit meta_unit_next(struct meta_reader *reader);
/* Sets *literal, and returns an error if a unit could not be read. */
const char *meta_func_finish(struct meta_reader *reader, bool *literal);
/* After meta_func_finish: the bytes behind the function's record (meta_lines.h). */
struct bytes meta_func_extensions(const struct meta_reader *reader);

#endif
