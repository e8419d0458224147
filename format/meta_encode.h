/* Encodes one package's meta-data symbol (the blob described in meta.h): what the instrumenter puts into an object
 * file. */
#ifndef COVER_FORMAT_META_ENCODE_H
#define COVER_FORMAT_META_ENCODE_H

#include "format/cursor.h"

struct meta_unit {
    uint32_t start_line, start_col; /* 1-based, columns in bytes */
    uint32_t end_line, end_col;     /* end_col: the first column behind the unit */
    uint32_t statements;            /* 0: intraline */
};

struct meta_func {
    const char *name;
    uint32_t file; /* index into meta_package.files */
    const struct meta_unit *units;
    uint32_t unit_count;
    bool literal;
    struct bytes extensions; /* as meta_lines.h has them; may be empty */
};

struct meta_package {
    const char *path, *name, *module; /* path is not empty */
    uint8_t disposition;              /* enum disposition */
    const char *const *files;
    uint32_t file_count;
    const struct meta_func *funcs;
    uint32_t func_count;
};

/* The blob's hash is the MD5 of all its bytes, taken with the 16 bytes of the hash being zero.
 * Writes the blob to out[0..cap) and returns its size in bytes; where cap is smaller than that, nothing is written.
 * Returns 0 if the package can't be encoded: empty path, a file index out of range, over 4 GiB. Allocates nothing. */
size_t meta_encode(const struct meta_package *package, uint8_t *out, size_t cap);

/* The string table that meta_encode would otherwise lay out itself (each of the package's strings once, equal ones
 * repeated). For a caller that wants equal strings shared: it gives the table and the index of each string that the
 * package mentions. */
struct meta_interned {
    const char *const *strings; /* strings[0] is "" */
    uint32_t count;
    uint32_t path, name, module;
    const uint32_t *func_names; /* a function */
    const uint32_t *files;      /* a file of the package */
};

/* As meta_encode, with the given string table; indices out of range make it return 0. */
size_t meta_encode_interned(const struct meta_package *package, const struct meta_interned *interned, uint8_t *out,
                            size_t cap);

#endif
