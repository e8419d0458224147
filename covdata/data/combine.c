/* merge -pcombine. In: pods one by one; out: a meta-data file that is encoded again, and a counter file. Everything
 * is in order of appearance, and each string is stored once, in the order of Go's encoder, so that the bytes equal
 * those of Go's merge. */
#include "covdata/data/combine.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/str.h"
#include "covdata/data/count.h"
#include "covdata/data/write.h"
#include "format/fnv.h"

#include "base/banned.h"

struct combined_func {
    struct meta_func meta; /* its file is an index of package files */
    uint32_t name;         /* index of strings */
    bool counted;
    uint32_t *counts;
};

struct combined_package {
    uint32_t path, name, module; /* indices of strings */
    uint8_t disposition;
    const char **strings;
    size_t string_count, string_cap;
    struct map string_index; /* index + 1 */
    uint32_t *files;         /* indices of strings */
    size_t file_count, file_cap;
    struct map file_index; /* index + 1 */
    struct combined_func **funcs;
    size_t func_count, func_cap;
    struct map by_content;
};

static uint32_t combine_string_intern(struct arena *arena, struct combined_package *package, struct bytes text)
{
    uintptr_t known = (uintptr_t)map_get(&package->string_index, text.data, text.len);
    if (known)
        return (uint32_t)(known - 1);
    char *copy = arena_copy(arena, text.data, text.len);
    package->strings =
        array_grow(package->strings, package->string_count, &package->string_cap, sizeof *package->strings);
    package->strings[package->string_count++] = copy;
    *map_at(&package->string_index, copy, text.len) = (void *)(uintptr_t)package->string_count;
    return (uint32_t)(package->string_count - 1);
}

static uint32_t combine_file_intern(struct arena *arena, struct combined_package *package, struct bytes text)
{
    uintptr_t known = (uintptr_t)map_get(&package->file_index, text.data, text.len);
    if (known)
        return (uint32_t)(known - 1);
    uint32_t string = combine_string_intern(arena, package, text);
    package->files = array_grow(package->files, package->file_count, &package->file_cap, sizeof *package->files);
    package->files[package->file_count++] = string;
    *map_at(&package->file_index, package->strings[string], text.len) = (void *)(uintptr_t)package->file_count;
    return (uint32_t)(package->file_count - 1);
}

static struct combined_package *combine_package_at(struct combination *c, const struct pod_package *from)
{
    struct combined_package *package = map_get(&c->by_path, from->path.data, from->path.len);
    if (package == NULL) {
        package = arena_alloc(&c->arena, sizeof *package);
        *package = (struct combined_package){.disposition = from->disposition};
        combine_string_intern(&c->arena, package, (struct bytes){"", 0});
        package->path = combine_string_intern(&c->arena, package, from->path);
        package->name = combine_string_intern(&c->arena, package, from->name);
        package->module = combine_string_intern(&c->arena, package, from->module);
        *map_at(&c->by_path, package->strings[package->path], from->path.len) = package;
        c->packages = array_grow(c->packages, c->count, &c->cap, sizeof *c->packages);
        c->packages[c->count++] = package;
    }
    return package;
}

static struct combined_func *combine_func_new(struct combination *c, struct combined_package *package,
                                              const struct pod_data *data, const struct pod_func *from)
{
    struct combined_func *func = arena_alloc(&c->arena, sizeof *func);
    struct meta_unit *units = arena_alloc(&c->arena, from->unit_count * sizeof *units);
    for (uint32_t i = 0; i < from->unit_count; i++)
        units[i] = data->units[from->first_unit + i];
    *func = (struct combined_func){.meta = {.units = units, .unit_count = from->unit_count, .literal = from->literal}};
    func->name = combine_string_intern(&c->arena, package, from->name);
    func->meta.name = package->strings[func->name];
    func->meta.file = combine_file_intern(&c->arena, package, from->file);
    func->counts = arena_alloc(&c->arena, from->unit_count * sizeof *func->counts);
    for (uint32_t i = 0; i < from->unit_count; i++)
        func->counts[i] = 0;
    package->funcs = array_grow(package->funcs, package->func_count, &package->func_cap, sizeof *package->funcs);
    package->funcs[package->func_count++] = func;
    return func;
}

static struct combined_func *combine_func_at(struct combination *c, struct combined_package *package,
                                             const struct pod_data *data, const struct pod_func *from)
{
    struct str key = STR_INIT;
    str_add(&key, from->name.data, from->name.len);
    str_addc(&key, '\0');
    str_add(&key, from->file.data, from->file.len);
    str_addc(&key, from->literal ? 'l' : '\0');
    for (uint32_t i = 0; i < from->unit_count; i++)
        str_add(&key, (const char *)&data->units[from->first_unit + i], sizeof(struct meta_unit));
    struct combined_func *func = map_get(&package->by_content, key.data, key.len);
    if (func == NULL) {
        func = combine_func_new(c, package, data, from);
        *map_at(&package->by_content, arena_copy(&c->arena, key.data, key.len), key.len) = func;
    }
    str_free(&key);
    return func;
}

static void combine_package_add(struct combination *c, const struct pod_data *data, const struct pod_package *from,
                                bool *overflow)
{
    struct combined_package *package = combine_package_at(c, from);
    for (uint32_t i = 0; i < from->func_count; i++) {
        const struct pod_func *pod_func = &data->funcs[from->first_func + i];
        struct combined_func *func = combine_func_at(c, package, data, pod_func);
        const uint32_t *counts = data->counts + pod_func->first_unit;
        for (uint32_t u = 0; pod_func->counted && u < func->meta.unit_count; u++)
            func->counts[u] = func->counted ? count_join(c->mode, func->counts[u], counts[u], overflow) : counts[u];
        func->counted |= pod_func->counted;
    }
}

void combine_add(struct combination *c, const struct pod_data *data)
{
    bool overflow = false;
    c->mode = c->mode < data->mode ? data->mode : c->mode;
    c->granularity = data->granularity;
    for (uint32_t i = 0; i < data->package_count; i++)
        if (data->packages[i].selected)
            combine_package_add(c, data, &data->packages[i], &overflow);
    if (overflow)
        warn("%s: uint32 overflow during counter merge", data->pod->meta);
    run_args_add(&c->shared, data);
}

static void combine_fnv_u32(struct fnv *fnv, uint32_t value)
{
    uint8_t bytes[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16), (uint8_t)(value >> 24)};
    fnv_add(fnv, bytes, sizeof bytes);
}

static void combine_fnv_text(struct fnv *fnv, const char *text)
{
    fnv_add(fnv, text, strlen(text));
}

/* The hash that Go gives a symbol: over what it says, not over its bytes. */
static void combine_symbol_hash(const struct meta_package *package, uint8_t hash[FORMAT_HASH_SIZE])
{
    struct fnv fnv;
    fnv_start(&fnv);
    combine_fnv_text(&fnv, package->path);
    combine_fnv_text(&fnv, package->name);
    combine_fnv_text(&fnv, package->module);
    for (uint32_t f = 0; f < package->func_count; f++) {
        const struct meta_func *func = &package->funcs[f];
        combine_fnv_text(&fnv, func->name);
        combine_fnv_text(&fnv, package->files[func->file]);
        for (uint32_t u = 0; u < func->unit_count; u++) {
            combine_fnv_u32(&fnv, func->units[u].start_line);
            combine_fnv_u32(&fnv, func->units[u].start_col);
            combine_fnv_u32(&fnv, func->units[u].end_line);
            combine_fnv_u32(&fnv, func->units[u].end_col);
            combine_fnv_u32(&fnv, func->units[u].statements);
        }
        combine_fnv_u32(&fnv, func->literal);
    }
    fnv_finish(&fnv, hash);
}

static struct meta_blob combine_symbol_encode(struct arena *arena, const struct meta_package *package,
                                              const struct meta_interned *interned)
{
    size_t size = meta_encode_interned(package, interned, NULL, 0);
    if (size == 0)
        return (struct meta_blob){NULL, 0};
    uint8_t *data = arena_alloc(arena, size);
    meta_encode_interned(package, interned, data, size);
    combine_symbol_hash(package, data + META_SYMBOL_HASH);
    return (struct meta_blob){data, size};
}

/* The package's symbol; its bytes are the arena's. No data where it can't be encoded. */
static struct meta_blob combine_package_encode(struct arena *arena, const struct combined_package *from)
{
    struct meta_func *funcs = xcalloc(from->func_count, sizeof *funcs);
    uint32_t *names = xcalloc(from->func_count, sizeof *names);
    const char **files = xcalloc(from->file_count, sizeof *files);
    for (size_t i = 0; i < from->func_count; i++) {
        funcs[i] = from->funcs[i]->meta;
        names[i] = from->funcs[i]->name;
    }
    for (size_t i = 0; i < from->file_count; i++)
        files[i] = from->strings[from->files[i]];
    const struct meta_package package = {.path = from->strings[from->path],
                                         .name = from->strings[from->name],
                                         .module = from->strings[from->module],
                                         .disposition = from->disposition,
                                         .files = files,
                                         .file_count = (uint32_t)from->file_count,
                                         .funcs = funcs,
                                         .func_count = (uint32_t)from->func_count};
    const struct meta_interned interned = {
        from->strings, (uint32_t)from->string_count, from->path, from->name, from->module, names, from->files};
    struct meta_blob blob = combine_symbol_encode(arena, &package, &interned);
    free(funcs);
    free(names);
    free(files);
    return blob;
}

static struct meta_blob combine_list_blob(const void *context, uint64_t index)
{
    return ((const struct meta_blob *)context)[index];
}

static int combine_meta_write(struct combination *c, const char *dir, uint8_t hash[FORMAT_HASH_SIZE])
{
    struct meta_blob *list = xcalloc(c->count, sizeof *list);
    int result = 0;
    for (size_t i = 0; i < c->count && result == 0; i++) {
        list[i] = combine_package_encode(&c->arena, c->packages[i]);
        if (list[i].data == NULL)
            result = error("package %s can't be combined: it has no path or is too large",
                           c->packages[i]->strings[c->packages[i]->path]);
    }
    const struct meta_blobs blobs = {c->count, combine_list_blob, list};
    if (result == 0)
        result = data_meta_write(dir, &blobs, c->mode, c->granularity, hash);
    free(list);
    return result;
}

static struct data_func *combine_funcs_list(const struct combination *c, size_t *count)
{
    struct data_func *list = NULL;
    size_t cap = 0;
    *count = 0;
    for (size_t p = 0; p < c->count; p++) {
        for (size_t f = 0; f < c->packages[p]->func_count; f++) {
            const struct combined_func *func = c->packages[p]->funcs[f];
            if (!func->counted)
                continue;
            list = array_grow(list, *count, &cap, sizeof *list);
            list[(*count)++] = (struct data_func){(uint32_t)p, (uint32_t)f, func->counts, func->meta.unit_count};
        }
    }
    return list;
}

int combine_write(struct combination *c, const char *dir)
{
    uint8_t hash[FORMAT_HASH_SIZE];
    if (combine_meta_write(c, dir, hash) != 0)
        return -1;
    size_t count;
    struct data_func *funcs = combine_funcs_list(c, &count);
    int result = data_counters_write(dir, hash, &c->shared, funcs, count);
    free(funcs);
    return result;
}

static void combine_package_free(struct combined_package *package)
{
    free(package->strings);
    free(package->files);
    free(package->funcs);
    map_free(&package->string_index);
    map_free(&package->file_index);
    map_free(&package->by_content);
}

void combine_free(struct combination *c)
{
    for (size_t i = 0; i < c->count; i++)
        combine_package_free(c->packages[i]);
    free(c->packages);
    map_free(&c->by_path);
    run_args_free(&c->shared);
    arena_free(&c->arena);
    *c = (struct combination){0};
}
