/* All readers of format/ over any bytes. By hand: clang -g -fsanitize=fuzzer,address,undefined -I.
 * tests/fuzz/fuzz_data.c format/[a-z]*.c */
#include <stdint.h>
#include <stdlib.h>

#include "format/counter_decode.h"
#include "format/meta_decode.h"
#include "format/meta_group.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void symbol_read(const struct meta_blob *blob)
{
    struct meta_symbol symbol;
    if (meta_symbol_open(&symbol, blob->data, blob->len) != NULL)
        return;
    (void)meta_string_at(&symbol, symbol.path);
    for (uint32_t f = 0; f < symbol.func_count; f++) {
        struct meta_reader reader;
        bool literal;
        if (meta_func_at(&symbol, f, &reader) != NULL)
            return;
        for (uint32_t u = 0; u < reader.unit_count; u++)
            (void)meta_unit_next(&reader);
        (void)meta_func_finish(&reader, &literal);
    }
}

static struct meta_blob list_at(const void *context, uint64_t index)
{
    return ((const struct meta_blob *)context)[index];
}

/* What can be grouped can be written, and read again with as many packages. */
static void symbols_group(const struct meta_blob *list, uint32_t count)
{
    const struct meta_blobs blobs = {count, list_at, list};
    struct meta_place *places = calloc(count + 1, sizeof *places);
    struct meta_joined *packages = calloc(count + 1, sizeof *packages);
    struct meta_grouping grouping;
    struct meta_file file;
    if (places && packages && meta_group(&grouping, &blobs, places, packages) == NULL) {
        uint8_t hash[FORMAT_HASH_SIZE];
        meta_group_hash(&grouping, MODE_SET, GRANULARITY_PERBLOCK, hash);
        struct writer measure = {0};
        meta_group_encode(&measure, &grouping, hash, MODE_SET, GRANULARITY_PERBLOCK);
        uint8_t *out = malloc((size_t)measure.total);
        struct writer w = {.out = out, .cap = (size_t)measure.total};
        meta_group_encode(&w, &grouping, hash, MODE_SET, GRANULARITY_PERBLOCK);
        if (writer_flush(&w) != 0 || meta_file_open(&file, out, w.used) != NULL ||
            file.package_count != grouping.package_count)
            abort();
        free(out);
    }
    free(places);
    free(packages);
}

static void meta_read(const uint8_t *data, size_t len)
{
    struct meta_file file;
    if (meta_file_open(&file, data, len) != NULL)
        return;
    struct meta_blob *list = calloc(file.package_count + 1, sizeof *list);
    uint32_t good = 0;
    for (uint32_t i = 0; list && i < file.package_count && good < 64; i++)
        if (meta_file_blob(&file, i, &list[good]) == NULL)
            symbol_read(&list[good++]);
    symbols_group(list, good);
    free(list);
}

static void args_read(const struct counter_file *file)
{
    struct counter_args args;
    if (counter_args_start(file, &args) != NULL)
        return;
    while (args.left > 0) {
        struct counter_pair pair;
        if (counter_args_next(file, &args, &pair) != NULL)
            return;
        if (pair.key >= file->string_count || pair.value >= file->string_count)
            abort();
    }
}

static void counters_read(const uint8_t *data, size_t len)
{
    struct counter_file file;
    bool more = true, func;
    if (counter_file_open(&file, data, len) != NULL)
        return;
    while (counter_segment_next(&file, &more) == NULL && more) {
        args_read(&file);
        while (counter_func_next(&file, &func) == NULL && func) {
            if (file.func.value_count > len)
                abort();
            (void)counter_value_next(&file);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    meta_read(data, len);
    counters_read(data, len);
    return 0;
}
