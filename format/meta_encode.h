/* Encodes the meta-data symbol (meta.h) of a package, which the instrumenter puts into an object file. */
#ifndef COVER_FORMAT_META_ENCODE_H
#define COVER_FORMAT_META_ENCODE_H

#include "format/cursor.h"

struct meta_unit {
    uint32_t start_line, start_col; /* 1-based, columns in bytes */
    uint32_t end_line, end_col;     /* end_col: the column after the last */
    uint32_t statements;            /* 0: the unit is a condition or branch inside a statement */
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

/* Writes the symbol to out[0..cap) and returns its size in bytes; writes nothing if cap is smaller. Returns 0 if the
 * package can't be encoded: empty path, a file index out of range, more than 4 GiB. The hash of the symbol is the MD5
 * of its bytes with the 16 bytes of the hash zero. Allocates nothing. */
size_t meta_encode(const struct meta_package *package, uint8_t *out, size_t cap);

/* A string table of the caller, who can share equal strings this way, and the number of each string of the package.
 * Without it meta_encode writes each string of the package, equal ones too. */
struct meta_interned {
    const char *const *strings; /* strings[0] is "" */
    uint32_t count;
    uint32_t path, name, module;
    const uint32_t *func_names; /* one for each function */
    const uint32_t *files;      /* one for each file of the package */
};

/* As meta_encode, with the given string table. Returns 0 also if a string number is out of range. */
size_t meta_encode_interned(const struct meta_package *package, const struct meta_interned *interned, uint8_t *out,
                            size_t cap);

#endif
