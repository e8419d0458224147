/* In: the data directories; out: a model, and for each of its units a set of tests. Two walks over the pods: the first
 * makes the model of the meta-data alone, so that its units have numbers; the second takes the counters run by run,
 * adds them to the model and marks the units that ran with the run's test (origin_filler.c). Tests are not held one by
 * one: memory is that of the model and of the different sets (test_sets.c). */
#include "covdata/contexts/contexts.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "covdata/contexts/context_filler.h"

#include "base/banned.h"

/* State of the walks. */
struct building {
    const struct data_request *request;
    struct model *model;
    struct origins *origins;
    struct origin_filler filler;
};

uint32_t origins_test_at(struct origins *origins, const char *name, size_t len)
{
    uintptr_t known = (uintptr_t)map_get(&origins->numbers, name, len);
    if (known > 0)
        return (uint32_t)known - 1;
    const char *kept = arena_copy(&origins->arena, name, len);
    origins->tests = array_grow(origins->tests, origins->test_count, &origins->test_cap, sizeof *origins->tests);
    origins->tests[origins->test_count++] = kept;
    *map_at(&origins->numbers, kept, len) = (void *)(uintptr_t)origins->test_count;
    return origins->test_count - 1;
}

static int name_compare(const void *a, const void *b, void *context)
{
    const char **tests = context;
    return strcmp(tests[*(const uint32_t *)a], tests[*(const uint32_t *)b]);
}

void origins_finish(struct origins *origins)
{
    origins->by_name = xcalloc(origins->test_count + 1, sizeof *origins->by_name);
    for (uint32_t i = 0; i < origins->test_count; i++)
        origins->by_name[i] = i;
    qsort_r(origins->by_name, origins->test_count, sizeof *origins->by_name, name_compare, origins->tests);
}

/* Where the path goes on behind the directory `root`, given as pods_collect gives both. */
static size_t root_length(const char *root)
{
    size_t len = strlen(root);
    return strcmp(root, ".") == 0 ? 0 : root[len - 1] == '/' ? len : len + 1;
}

void origins_run_name(struct str *name, const struct data_request *request, const struct run *run)
{
    struct arena arena = {0};
    if (run->test.len > 0) {
        str_add(name, run->test.data, strnlen(run->test.data, run->test.len));
        return;
    }
    const char *root = path_clean(&arena, request->dirs[run->dir]);
    const char *below = run->path + root_length(root), *slash = strrchr(below, '/');
    if (slash)
        str_add(name, below, (size_t)(slash - below));
    else if (request->dir_count > 1)
        str_adds(name, path_base(root));
    else
        str_add(name, "", 0);
    arena_free(&arena);
}

static int image_take(void *context, const struct image *image)
{
    struct building *b = context;
    model_add(b->model, image, &b->request->select);
    return 0;
}

/* The model is complete: numbers its units. */
static void model_end(struct building *b)
{
    model_sort(b->model);
    origins_begin(b->origins, b->model);
    origin_filler_begin(&b->filler, b->model, b->origins);
}

static void image_begin(void *context, const struct image *image)
{
    struct building *b = context;
    if (b->filler.model == NULL)
        model_end(b);
    origin_filler_image(&b->filler, image);
}

static int run_take(void *context, const struct image *image, const struct run *run)
{
    struct building *b = context;
    struct str name = STR_INIT;
    origins_run_name(&name, b->request, run);
    origin_filler_run(&b->filler, image, name.data, name.len);
    str_free(&name);
    return 0;
}

/* -1: code that is marked as unreachable ran; reported. */
static int units_exclude(struct model *model, struct origins *origins, const struct model_request *request)
{
    int result = model_exclude(model, request, origins->set_of);
    model_sort(model);
    origins->unit_count = model->unit_count;
    return result;
}

int origins_read(const struct model_request *request, enum mode_policy policy, struct model *model,
                 struct origins *origins)
{
    *model = (struct model){0};
    *origins = (struct origins){0};
    struct building b = {.request = &request->data, .model = model, .origins = origins};
    struct reader reader = {.request = &request->data,
                            .policy = policy,
                            .take = image_take,
                            .begin = image_begin,
                            .run = run_take,
                            .context = &b};
    int result = reader_run(&reader);
    if (b.filler.model == NULL)
        model_end(&b);
    model_selection_check(model, request);
    if (b.filler.overflow)
        warn("uint32 overflow during counter merge");
    origin_filler_free(&b.filler);
    if (units_exclude(model, origins, request) != 0)
        result = -1;
    origins_finish(origins);
    return result;
}

bool origins_test_find(const struct origins *origins, const char *name, uint32_t *test)
{
    uintptr_t known = (uintptr_t)map_get(&origins->numbers, name, strlen(name));
    *test = (uint32_t)known - 1;
    return known > 0;
}

void origins_free(struct origins *origins)
{
    free(origins->tests);
    free(origins->by_name);
    free(origins->set_of);
    test_sets_free(&origins->sets);
    map_free(&origins->numbers);
    arena_free(&origins->arena);
    *origins = (struct origins){0};
}
