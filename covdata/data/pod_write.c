/* Pods as data files. In: a pod with its counts; out: its meta-data file and one counter file of process 0. The
 * meta-data file is copied, or, if packages are selected, encoded again with the selected packages. */
#include "covdata/data/pod_write.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/report.h"
#include "covdata/data/write.h"
#include "covdata/data/reader.h"

#include "base/banned.h"

/* Data written into one of its sources would count twice, or as what it was taken from. */
static void pod_write_out_check(const struct data_request *request, const char *out)
{
    struct stat to, from;
    for (uint32_t i = 0; i < request->dir_count; i++)
        if (stat(out, &to) == 0 && stat(request->dirs[i], &from) == 0 && to.st_dev == from.st_dev &&
            to.st_ino == from.st_ino)
            usage("the output directory %s is also an input directory", out);
}

int pods_out_make(const struct data_request *request, const char *out)
{
    pod_write_out_check(request, out);
    return dir_make(out);
}

/* The packages of a pod that are kept, in their order. */
struct selection {
    const struct pod_data *data;
    uint32_t *packages; /* indices */
    uint32_t count;
};

static struct selection pod_write_selection_make(const struct pod_data *data)
{
    struct selection selection = {data, xcalloc(data->package_count, sizeof(uint32_t)), 0};
    for (uint32_t i = 0; i < data->package_count; i++)
        if (data->packages[i].selected)
            selection.packages[selection.count++] = i;
    return selection;
}

static struct meta_blob pod_write_selection_blob(const void *context, uint64_t index)
{
    const struct selection *selection = context;
    return selection->data->packages[selection->packages[index]].blob;
}

/* The functions that a counter file mentioned; package numbers are those of the selection. */
static struct data_func *pod_write_selection_funcs(const struct selection *selection, size_t *count)
{
    const struct pod_data *data = selection->data;
    struct data_func *list = NULL;
    size_t cap = 0;
    *count = 0;
    for (uint32_t p = 0; p < selection->count; p++) {
        const struct pod_package *package = &data->packages[selection->packages[p]];
        for (uint32_t f = 0; f < package->func_count; f++) {
            const struct pod_func *func = &data->funcs[package->first_func + f];
            if (!func->counted)
                continue;
            list = array_grow(list, *count, &cap, sizeof *list);
            list[(*count)++] = (struct data_func){p, f, data->counts + func->first_unit, func->unit_count};
        }
    }
    return list;
}

struct writing {
    const char *out;
    bool selective; /* packages are selected, so that meta-data is written anew */
    enum count_rule rule;
};

static int pod_write_selection_write(const struct selection *selection, const struct writing *writing,
                                     struct run_args *args)
{
    const struct pod_data *data = selection->data;
    const struct meta_blobs blobs = {selection->count, pod_write_selection_blob, selection};
    uint8_t new_hash[FORMAT_HASH_SIZE];
    const uint8_t *hash = writing->selective ? new_hash : data->hash;
    int result = writing->selective ? data_meta_write(writing->out, &blobs, data->mode, data->granularity, new_hash)
                                    : data_meta_copy(writing->out, data);
    if (result != 0)
        return -1;
    size_t count;
    struct data_func *funcs = pod_write_selection_funcs(selection, &count);
    result = data_counters_write(writing->out, hash, args, funcs, count);
    free(funcs);
    return result;
}

/* What is left after some runs were taken away has no arguments: they would tell of the first directory alone. */
static int pod_write(void *context, const struct pod_data *data)
{
    const struct writing *writing = context;
    struct selection selection = pod_write_selection_make(data);
    struct run_args args = {0};
    if (writing->rule == COUNT_ADD)
        run_args_add(&args, data);
    int result = pod_write_selection_write(&selection, writing, &args);
    run_args_free(&args);
    free(selection.packages);
    return result;
}

int pods_write(const struct data_request *request, const char *out, enum count_rule rule)
{
    struct writing writing = {out, select_packages(&request->select), rule};
    struct reader reader = {.request = request,
                            .policy = MODE_EACH,
                            .rule = rule,
                            .keeps_runs = true,
                            .take = pod_write,
                            .context = &writing};
    if (pods_out_make(request, out) != 0)
        return -1;
    return reader_read(&reader);
}
