/* The common part of runs, by Go's rule: arguments are kept if all are the same, system and architecture each likewise.
 */
#include "covdata/summary.h"

#include <stdlib.h>
#include <string.h>

#include "covdata/bytes.h"

#include "base/banned.h"

static bool args_equal(const struct summary *summary, const struct run *run)
{
    if (summary->arg_count != run->arg_count)
        return false;
    for (size_t i = 0; i < run->arg_count; i++)
        if (!bytes_equal(summary->args[i], run->args[i]))
            return false;
    return true;
}

static void first_add(struct summary *summary, const struct run *run)
{
    summary->filled = true;
    summary->goos = bytes_keep(&summary->arena, run->goos);
    summary->goarch = bytes_keep(&summary->arena, run->goarch);
    summary->arg_count = run->arg_count;
    summary->args = arena_alloc(&summary->arena, run->arg_count * sizeof *summary->args);
    for (size_t i = 0; i < run->arg_count; i++)
        summary->args[i] = bytes_keep(&summary->arena, run->args[i]);
}

static void run_add(struct summary *summary, const struct run *run)
{
    if (!args_equal(summary, run))
        summary->arg_count = 0;
    if (!bytes_equal(summary->goos, run->goos))
        summary->goos.len = 0;
    if (!bytes_equal(summary->goarch, run->goarch))
        summary->goarch.len = 0;
}

void summary_add(struct summary *summary, const struct image *image)
{
    for (size_t i = 0; i < image->run_count; i++) {
        if (summary->filled)
            run_add(summary, &image->runs[i]);
        else
            first_add(summary, &image->runs[i]);
    }
}

static int key_compare(const void *a, const void *b)
{
    return strcmp(((const struct counter_arg *)a)->key.data, ((const struct counter_arg *)b)->key.data);
}

static struct bytes text_of(const char *text)
{
    return (struct bytes){text, strlen(text)};
}

struct counter_arg *summary_args(struct summary *summary, size_t *count)
{
    struct counter_arg *args = xcalloc(summary->arg_count + 3, sizeof *args);
    size_t n = 0;
    if (summary->goos.len > 0)
        args[n++] = (struct counter_arg){text_of("GOOS"), summary->goos};
    if (summary->goarch.len > 0)
        args[n++] = (struct counter_arg){text_of("GOARCH"), summary->goarch};
    if (summary->arg_count > 0)
        args[n++] =
            (struct counter_arg){text_of("argc"), text_of(arena_printf(&summary->arena, "%zu", summary->arg_count))};
    for (size_t i = 0; i < summary->arg_count; i++)
        args[n++] = (struct counter_arg){text_of(arena_printf(&summary->arena, "argv%zu", i)), summary->args[i]};
    qsort(args, n, sizeof *args, key_compare);
    *count = n;
    return args;
}

void summary_free(struct summary *summary)
{
    arena_free(&summary->arena);
    *summary = (struct summary){0};
}
