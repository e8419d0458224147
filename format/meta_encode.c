/* Encodes the meta-data symbol of a package. In: the package as structs. Out: the bytes that meta.h describes. Nothing
 * is allocated: the code walks the package once for each number that must be known first (the size, the offset of each
 * function). String numbers follow from the order of the strings, so no table of them is needed: 0 "", 1 path, 2 name,
 * 3 module, then the files, then the names of the functions. Equal strings are not shared; a translation unit has few.
 */
#include "format/meta_encode.h"

#include <string.h>

#include "format/cursor.h"
#include "format/md5.h"
#include "format/meta.h"

enum { STRINGS_BEFORE_FILES = 4 };

struct layout {
    const struct meta_package *package;
    const struct meta_interned *interned; /* NULL: the order above */
};

static uint64_t meta_encode_string_count(const struct layout *l)
{
    return l->interned ? l->interned->count
                       : STRINGS_BEFORE_FILES + (uint64_t)l->package->file_count + l->package->func_count;
}

static const char *meta_encode_string_at(const struct layout *l, uint32_t i)
{
    const struct meta_package *p = l->package;
    if (l->interned)
        return l->interned->strings[i];
    const char *const first[STRINGS_BEFORE_FILES] = {"", p->path, p->name, p->module};
    if (i < STRINGS_BEFORE_FILES)
        return first[i];
    i -= STRINGS_BEFORE_FILES;
    return i < p->file_count ? p->files[i] : p->funcs[i - p->file_count].name;
}

static uint32_t meta_encode_name_index(const struct layout *l, uint32_t func)
{
    return l->interned ? l->interned->func_names[func] : STRINGS_BEFORE_FILES + l->package->file_count + func;
}

static uint32_t meta_encode_file_index(const struct layout *l, uint32_t func)
{
    uint32_t file = l->package->funcs[func].file;
    return l->interned ? l->interned->files[file] : STRINGS_BEFORE_FILES + file;
}

static void meta_encode_strings_write(const struct layout *l, struct writer *w)
{
    uint32_t count = (uint32_t)meta_encode_string_count(l);
    writer_uleb(w, count);
    for (uint32_t i = 0; i < count; i++) {
        const char *text = meta_encode_string_at(l, i);
        writer_string(w, text, strlen(text));
    }
}

static void meta_encode_func_write(const struct layout *l, struct writer *w, uint32_t index)
{
    const struct meta_func *func = &l->package->funcs[index];
    writer_uleb(w, func->unit_count);
    writer_uleb(w, meta_encode_name_index(l, index));
    writer_uleb(w, meta_encode_file_index(l, index));
    for (uint32_t i = 0; i < func->unit_count; i++) {
        const struct meta_unit *unit = &func->units[i];
        writer_uleb(w, unit->start_line);
        writer_uleb(w, unit->start_col);
        writer_uleb(w, unit->end_line);
        writer_uleb(w, unit->end_col);
        writer_uleb(w, unit->statements);
    }
    writer_uleb(w, func->literal ? 1 : 0);
    writer_bytes(w, func->extensions.data, func->extensions.len);
}

static void meta_encode_funcs_write(const struct layout *l, struct writer *w)
{
    for (uint32_t i = 0; i < l->package->func_count; i++)
        meta_encode_func_write(l, w, i);
}

/* The functions' offsets, the first of them being `at`. */
static void meta_encode_offsets_write(const struct layout *l, struct writer *w, uint64_t at)
{
    struct writer measure = {0};
    for (uint32_t i = 0; i < l->package->func_count; i++) {
        writer_u32(w, (uint32_t)(at + measure.total));
        meta_encode_func_write(l, &measure, i);
    }
}

static void meta_encode_header_write(const struct layout *l, struct writer *w, uint64_t size)
{
    const struct meta_interned *in = l->interned;
    writer_u32(w, (uint32_t)size);
    writer_u32(w, in ? in->name : 2);
    writer_u32(w, in ? in->path : 1);
    writer_u32(w, in ? in->module : 3);
    writer_zeros(w, FORMAT_HASH_SIZE);
    writer_u8(w, l->package->disposition);
    writer_zeros(w, 3);
    writer_u32(w, (uint32_t)meta_encode_string_count(l));
    writer_u32(w, l->package->func_count);
}

static bool meta_encode_interned_valid(const struct meta_package *package, const struct meta_interned *in)
{
    if (in->path >= in->count || in->name >= in->count || in->module >= in->count)
        return false;
    for (uint32_t i = 0; i < package->func_count; i++)
        if (in->func_names[i] >= in->count)
            return false;
    for (uint32_t i = 0; i < package->file_count; i++)
        if (in->files[i] >= in->count)
            return false;
    return true;
}

static bool meta_encode_package_valid(const struct layout *l)
{
    const struct meta_package *p = l->package;
    if (p->path[0] == '\0' || meta_encode_string_count(l) > UINT32_MAX)
        return false;
    for (uint32_t i = 0; i < p->func_count; i++)
        if (p->funcs[i].file >= p->file_count)
            return false;
    return l->interned == NULL || meta_encode_interned_valid(p, l->interned);
}

static void meta_encode_hash_store(uint8_t *blob, size_t size)
{
    struct md5 md5;
    md5_start(&md5);
    md5_add(&md5, blob, size);
    md5_finish(&md5, blob + META_SYMBOL_HASH);
}

size_t meta_encode_interned(const struct meta_package *package, const struct meta_interned *interned, uint8_t *out,
                            size_t cap)
{
    const struct layout l = {package, interned};
    if (!meta_encode_package_valid(&l))
        return 0;
    struct writer measure = {0};
    meta_encode_strings_write(&l, &measure);
    uint64_t first = META_SYMBOL_HEADER_SIZE + 4 * (uint64_t)package->func_count + measure.total;
    measure = (struct writer){0};
    meta_encode_funcs_write(&l, &measure);
    uint64_t size = first + measure.total;
    if (size > UINT32_MAX)
        return 0;
    if (size > cap)
        return (size_t)size;
    struct writer w = {.out = out, .cap = cap};
    meta_encode_header_write(&l, &w, size);
    meta_encode_offsets_write(&l, &w, first);
    meta_encode_strings_write(&l, &w);
    meta_encode_funcs_write(&l, &w);
    meta_encode_hash_store(out, (size_t)size);
    return (size_t)size;
}

size_t meta_encode(const struct meta_package *package, uint8_t *out, size_t cap)
{
    return meta_encode_interned(package, NULL, out, cap);
}
