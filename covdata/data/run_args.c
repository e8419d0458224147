/* The common part of runs, by Go's rule: arguments are kept if all are the same, system and architecture each likewise.
 */
#include "covdata/data/run_args.h"

#include <stdlib.h>
#include <string.h>

#include "covdata/data/bytes.h"

#include "base/banned.h"

static bool run_args_equal(const struct run_args *shared, const struct run *run)
{
    if (shared->arg_count != run->arg_count)
        return false;
    for (size_t i = 0; i < run->arg_count; i++)
        if (!bytes_equal(shared->args[i], run->args[i]))
            return false;
    return true;
}

static void run_args_first_add(struct run_args *shared, const struct run *run)
{
    shared->filled = true;
    shared->goos = bytes_keep(&shared->arena, run->goos);
    shared->goarch = bytes_keep(&shared->arena, run->goarch);
    shared->arg_count = run->arg_count;
    shared->args = arena_alloc(&shared->arena, run->arg_count * sizeof *shared->args);
    for (size_t i = 0; i < run->arg_count; i++)
        shared->args[i] = bytes_keep(&shared->arena, run->args[i]);
}

static void run_args_run_add(struct run_args *shared, const struct run *run)
{
    if (!run_args_equal(shared, run))
        shared->arg_count = 0;
    if (!bytes_equal(shared->goos, run->goos))
        shared->goos.len = 0;
    if (!bytes_equal(shared->goarch, run->goarch))
        shared->goarch.len = 0;
}

void run_args_add(struct run_args *shared, const struct pod_data *data)
{
    for (size_t i = 0; i < data->run_count; i++) {
        if (shared->filled)
            run_args_run_add(shared, &data->runs[i]);
        else
            run_args_first_add(shared, &data->runs[i]);
    }
}

static int run_args_key_compare(const void *a, const void *b)
{
    return strcmp(((const struct counter_arg *)a)->key.data, ((const struct counter_arg *)b)->key.data);
}

static struct bytes run_args_text_of(const char *text)
{
    return (struct bytes){text, strlen(text)};
}

struct counter_arg *run_args_list(struct run_args *shared, size_t *count)
{
    struct counter_arg *args = xcalloc(shared->arg_count + 3, sizeof *args);
    size_t n = 0;
    if (shared->goos.len > 0)
        args[n++] = (struct counter_arg){run_args_text_of("GOOS"), shared->goos};
    if (shared->goarch.len > 0)
        args[n++] = (struct counter_arg){run_args_text_of("GOARCH"), shared->goarch};
    if (shared->arg_count > 0)
        args[n++] = (struct counter_arg){run_args_text_of("argc"),
                                         run_args_text_of(arena_printf(&shared->arena, "%zu", shared->arg_count))};
    for (size_t i = 0; i < shared->arg_count; i++)
        args[n++] = (struct counter_arg){run_args_text_of(arena_printf(&shared->arena, "argv%zu", i)), shared->args[i]};
    qsort(args, n, sizeof *args, run_args_key_compare);
    *count = n;
    return args;
}

void run_args_free(struct run_args *shared)
{
    arena_free(&shared->arena);
    *shared = (struct run_args){0};
}
