/* Data files out: names by hash, bytes by format/, a temporary name until complete. */
#include "covdata/data/write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "covdata/data/output_file.h"
#include "format/fnv.h"

#include "base/banned.h"

static void data_write_path_start(struct str *path, const char *dir, const char *prefix,
                                  const uint8_t hash[FORMAT_HASH_SIZE])
{
    str_addf(path, "%s/%s.", dir, prefix);
    for (int i = 0; i < FORMAT_HASH_SIZE; i++)
        str_addf(path, "%02x", hash[i]);
}

static void data_write_merge_hash(const struct meta_blobs *blobs, uint8_t hash[FORMAT_HASH_SIZE])
{
    struct fnv all;
    fnv_start(&all);
    for (uint64_t i = 0; i < blobs->count; i++) {
        struct meta_blob blob = blobs->at(blobs->context, i);
        struct fnv one;
        fnv_start(&one);
        fnv_add(&one, blob.data, blob.len);
        fnv_finish(&one, hash);
        fnv_add(&all, hash, FORMAT_HASH_SIZE);
    }
    fnv_finish(&all, hash);
}

/* Ends a file that was written by `w`. Flushing it sets the stream's error flag if it fails, which output_finish
 * reports. */
static int data_write_written_finish(struct output *out, struct writer *w)
{
    (void)writer_flush(w);
    return output_finish(out);
}

int data_meta_write(const char *dir, const struct meta_blobs *blobs, enum counter_mode mode,
                    enum counter_granularity granularity, uint8_t hash[FORMAT_HASH_SIZE])
{
    struct str path = STR_INIT;
    struct output out;
    data_write_merge_hash(blobs, hash);
    data_write_path_start(&path, dir, META_FILE_PREFIX, hash);
    int result = output_open(&out, path.data);
    if (result == 0) {
        struct writer w = output_writer(&out);
        meta_file_encode(&w, blobs, hash, mode, granularity);
        result = data_write_written_finish(&out, &w);
    }
    str_free(&path);
    return result;
}

int data_group_write(const char *dir, const struct meta_grouping *grouping, enum counter_mode mode,
                     enum counter_granularity granularity)
{
    struct str path = STR_INIT;
    struct output out;
    uint8_t hash[FORMAT_HASH_SIZE];
    meta_group_hash(grouping, mode, granularity, hash);
    data_write_path_start(&path, dir, META_FILE_PREFIX, hash);
    int result = output_open(&out, path.data);
    if (result == 0) {
        struct writer w = output_writer(&out);
        meta_group_encode(&w, grouping, hash, mode, granularity);
        result = data_write_written_finish(&out, &w);
    }
    str_free(&path);
    return result;
}

int data_meta_copy(const char *dir, const struct pod_data *data)
{
    struct str path = STR_INIT;
    struct output out;
    data_write_path_start(&path, dir, META_FILE_PREFIX, data->hash);
    int result = output_open(&out, path.data);
    if (result == 0) {
        struct writer w = output_writer(&out);
        writer_bytes(&w, data->meta.data, data->meta.len);
        result = data_write_written_finish(&out, &w);
    }
    str_free(&path);
    return result;
}

static void data_write_counters_encode(struct writer *w, const uint8_t hash[FORMAT_HASH_SIZE], struct run_args *shared,
                                       const struct data_func *funcs, size_t func_count)
{
    size_t arg_count;
    struct counter_arg *args = run_args_list(shared, &arg_count);
    counter_header_encode(w, hash, FLAVOR_ULEB128, false);
    counter_preamble_encode(w, func_count, args, arg_count, 0);
    for (size_t i = 0; i < func_count; i++)
        counter_func_encode(w, FLAVOR_ULEB128, funcs[i].package, funcs[i].func, funcs[i].counts, funcs[i].count);
    counter_footer_encode(w, 1);
    free(args);
}

int data_counters_write(const char *dir, const uint8_t hash[FORMAT_HASH_SIZE], struct run_args *shared,
                        const struct data_func *funcs, size_t func_count)
{
    struct str path = STR_INIT;
    struct output out;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    data_write_path_start(&path, dir, COUNTER_FILE_PREFIX, hash);
    str_addf(&path, ".0.%" PRIu64, (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec);
    int result = output_open(&out, path.data);
    if (result == 0) {
        struct writer w = output_writer(&out);
        data_write_counters_encode(&w, hash, shared, funcs, func_count);
        result = data_write_written_finish(&out, &w);
    }
    str_free(&path);
    return result;
}
