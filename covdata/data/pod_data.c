/* Reads a meta-data file into arrays. In: the pod; out: struct pod_data without counts. What format/ leaves unchecked
 * because it looks at one thing at a time is checked here: symbols or functions that overlap, by which a small file
 * could pretend to be a huge one. */
#include "covdata/data/pod_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/str.h"
#include "format/meta_decode.h"
#include "format/meta_lines.h"

#include "base/banned.h"

static struct bytes *pod_data_strings_read(const struct meta_symbol *symbol)
{
    struct bytes *strings = xcalloc(symbol->string_count, sizeof *strings);
    struct cursor c = symbol->strings;
    for (uint32_t i = 0; i < symbol->string_count; i++)
        strings[i] = string_next(&c);
    return strings;
}

static const char *pod_data_lines_check(const struct pod_data *data, const struct pod_func *func)
{
    struct meta_lines_reader reader;
    bool has_lines = meta_lines_open(&reader, func->extensions);
    for (uint32_t i = 0; has_lines && i < func->unit_count; i++)
        for (meta_lines_next(&reader, &data->units[func->first_unit + i]); reader.left > 0;)
            meta_lines_range(&reader);
    return reader.at.failed ? "the lines of a function's units are damaged" : NULL;
}

static const char *pod_data_func_read(struct pod_data *data, const struct meta_symbol *symbol, uint32_t index,
                                      const struct bytes *strings)
{
    struct meta_reader reader;
    const char *problem = meta_func_at(symbol, index, &reader);
    if (problem)
        return problem;
    data->funcs = array_grow(data->funcs, data->func_count, &data->func_cap, sizeof *data->funcs);
    struct pod_func *func = &data->funcs[data->func_count++];
    *func = (struct pod_func){.name = strings[reader.name],
                              .file = strings[reader.file],
                              .first_unit = data->unit_count,
                              .unit_count = reader.unit_count};
    for (uint32_t i = 0; i < reader.unit_count; i++) {
        data->units = array_grow(data->units, data->unit_count, &data->unit_cap, sizeof *data->units);
        data->units[data->unit_count++] = meta_unit_next(&reader);
    }
    problem = meta_func_finish(&reader, &func->literal);
    func->extensions = meta_func_extensions(&reader);
    return problem ? problem : pod_data_lines_check(data, func);
}

static const char *pod_data_funcs_read(struct pod_data *data, const struct meta_symbol *symbol,
                                       const struct bytes *strings)
{
    size_t first = data->unit_count;
    for (uint32_t i = 0; i < symbol->func_count; i++) {
        const char *problem = pod_data_func_read(data, symbol, i, strings);
        if (problem)
            return problem;
        if (data->unit_count - first > symbol->len / 5)
            return "a package's functions overlap";
    }
    return NULL;
}

static const char *pod_data_package_read(struct pod_data *data, const struct meta_file *file, uint32_t index,
                                         const struct select *select)
{
    struct pod_package *package = &data->packages[index];
    struct meta_symbol symbol;
    const char *problem = meta_file_blob(file, index, &package->blob);
    if (problem == NULL)
        problem = meta_symbol_open(&symbol, package->blob.data, package->blob.len);
    if (problem)
        return problem;
    struct bytes *strings = pod_data_strings_read(&symbol);
    package->path = strings[symbol.path];
    package->name = strings[symbol.name];
    package->module = strings[symbol.module];
    package->disposition = symbol.disposition;
    package->selected = select_package(select, package->path, package->module, package->disposition);
    package->first_func = data->func_count;
    package->func_count = symbol.func_count;
    problem = pod_data_funcs_read(data, &symbol, strings);
    free(strings);
    return problem;
}

static const char *pod_data_packages_read(struct pod_data *data, const struct meta_file *file,
                                          const struct select *select)
{
    uint64_t total = 0;
    data->packages = xcalloc(file->package_count, sizeof *data->packages);
    data->package_count = file->package_count;
    for (uint32_t i = 0; i < file->package_count; i++) {
        const char *problem = pod_data_package_read(data, file, i, select);
        if (problem)
            return problem;
        total += data->packages[i].blob.len;
        if (total > file->len)
            return "packages overlap";
    }
    return NULL;
}

/* A file that was renamed, or of which another's bytes took the place, must not be paired with counters. */
static const char *pod_data_hash_check(const struct pod *pod, const uint8_t *hash)
{
    struct str hex = STR_INIT;
    for (int i = 0; i < FORMAT_HASH_SIZE; i++)
        str_addf(&hex, "%02x", hash[i]);
    bool same = strcmp(hex.data, pod->hash) == 0;
    str_free(&hex);
    return same ? NULL : "the hash in the meta-data file is not that of its name";
}

static const char *pod_data_meta_read(struct pod_data *data, const struct select *select)
{
    struct meta_file file;
    const char *problem = meta_file_open(&file, data->meta.data, data->meta.len);
    if (problem == NULL)
        problem = pod_data_hash_check(data->pod, file.hash);
    if (problem)
        return problem;
    data->hash = file.hash;
    data->mode = (enum counter_mode)file.mode;
    data->granularity = (enum counter_granularity)file.granularity;
    return pod_data_packages_read(data, &file, select);
}

int pod_data_open(struct pod_data *data, const struct pod *pod, const struct select *select)
{
    *data = (struct pod_data){.pod = pod};
    if (mapped_open(&data->meta, pod->meta) != 0)
        return -1;
    const char *problem = pod_data_meta_read(data, select);
    if (problem) {
        size_t lost = pod->counter_count;
        error("%s: %s (%zu counter file%s left out with it)", pod->meta, problem, lost, lost == 1 ? "" : "s");
        pod_data_close(data);
        return -1;
    }
    data->counts = xcalloc(data->unit_count, sizeof *data->counts);
    return 0;
}

void pod_data_close(struct pod_data *data)
{
    mapped_close(&data->meta);
    free(data->packages);
    free(data->funcs);
    free(data->units);
    free(data->counts);
    free(data->runs);
    arena_free(&data->arena);
}
