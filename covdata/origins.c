/* In: the data directories; out: a model, and for each of its units a set of tests. Two walks over the pods: the first
 * makes the model of the meta-data alone, so that its units have numbers; the second takes the counters run by run, adds
 * them to the model and marks the units that ran with the run's test. Tests are not held one by one: memory is that of
 * the model and of the different sets (test_sets.c). */
#include "covdata/origins.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "covdata/count.h"
#include "covdata/markers.h"

#include "base/banned.h"

enum { NO_UNIT = UINT32_MAX };

/* State of the walks. */
struct building {
    const struct options *options;
    struct model *model;
    struct origins *origins;
    struct model_unit **units; /* of the model, by number */
    uint32_t *number_of;       /* of the image's units in the model */
    uint32_t *ran;             /* working space: numbers of units that ran, each once */
    uint32_t *seen;            /* the last run in which the unit ran */
    uint32_t run;
    bool overflow;
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

void origins_run_name(struct str *name, const struct options *options, const struct run *run)
{
    struct arena arena = {0};
    if (run->test.len > 0) {
        str_add(name, run->test.data, strnlen(run->test.data, run->test.len));
        return;
    }
    const char *root = path_clean(&arena, options->dirs[run->dir]);
    const char *below = run->path + root_length(root), *slash = strrchr(below, '/');
    if (slash)
        str_add(name, below, (size_t)(slash - below));
    else if (options->dir_count > 1)
        str_adds(name, path_base(root));
    else
        str_add(name, "", 0);
    arena_free(&arena);
}

static int image_take(void *context, const struct image *image)
{
    struct building *b = context;
    model_add(b->model, image, &b->options->select);
    return 0;
}

/* The model is complete: numbers its units. */
static void units_number(struct building *b)
{
    struct model *model = b->model;
    if (markers_wanted(b->options) && markers_apply(model, b->options, false) != 0)
        BUG("a model without counts has code that ran");
    model_sort(model);
    if (model->unit_count >= NO_UNIT)
        die("there are more units than can be numbered");
    b->units = xcalloc(model->unit_count + 1, sizeof *b->units);
    b->ran = xcalloc(model->unit_count + 1, sizeof *b->ran);
    b->seen = xcalloc(model->unit_count + 1, sizeof *b->seen);
    for (size_t p = 0; p < model->package_count; p++)
        for (size_t f = 0; f < model->packages[p]->func_count; f++)
            for (size_t u = 0; u < model->packages[p]->funcs[f]->unit_count; u++)
                b->units[model->packages[p]->funcs[f]->first + u] = &model->packages[p]->funcs[f]->units[u];
    b->origins->unit_count = model->unit_count;
    b->origins->set_of = xcalloc(model->unit_count + 1, sizeof *b->origins->set_of);
    test_sets_init(&b->origins->sets, model->unit_count);
}

static uint32_t unit_find(const struct model_func *func, const struct meta_unit *at)
{
    size_t low = 0, high = func->unit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = unit_compare(&func->units[middle].at, at);
        if (order == 0)
            return (uint32_t)(func->first + middle);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NO_UNIT;
}

static void func_map(struct building *b, const struct image *image, const struct image_package *package,
                     const struct image_func *func)
{
    const struct model_func *known = package->selected ? model_func_find(b->model, package, func) : NULL;
    for (size_t u = func->first_unit; u < func->first_unit + func->unit_count; u++)
        b->number_of[u] = known ? unit_find(known, &image->units[u]) : NO_UNIT;
}

static void image_begin(void *context, const struct image *image)
{
    struct building *b = context;
    if (b->units == NULL)
        units_number(b);
    b->number_of = xrealloc(b->number_of, (image->unit_count + 1) * sizeof *b->number_of);
    for (uint32_t p = 0; p < image->package_count; p++)
        for (uint32_t f = 0; f < image->packages[p].func_count; f++)
            func_map(b, image, &image->packages[p], &image->funcs[image->packages[p].first_func + f]);
}

/* A unit of the model may be several of the image's: an inline function's. */
static int run_take(void *context, const struct image *image, const struct run *run)
{
    struct building *b = context;
    struct str name = {0};
    size_t count = 0;
    b->run++;
    for (size_t u = 0; u < image->unit_count; u++) {
        uint32_t unit = b->number_of[u], value = image->counts[u];
        if (value == 0 || unit == NO_UNIT)
            continue;
        b->units[unit]->count = count_join(b->model->mode, b->units[unit]->count, value, &b->overflow);
        if (b->seen[unit] != b->run)
            b->ran[count++] = unit;
        b->seen[unit] = b->run;
    }
    origins_run_name(&name, b->options, run);
    uint32_t test = origins_test_at(b->origins, name.data, name.len);
    test_sets_mark(&b->origins->sets, b->origins->set_of, b->ran, count, test, true);
    str_free(&name);
    return 0;
}

int origins_read(const struct options *options, enum mode_policy policy, struct model *model, struct origins *origins)
{
    *model = (struct model){0};
    *origins = (struct origins){0};
    struct building b = {.options = options, .model = model, .origins = origins};
    struct reader reader = {.options = options,
                            .policy = policy,
                            .take = image_take,
                            .begin = image_begin,
                            .run = run_take,
                            .context = &b};
    int result = reader_run(&reader);
    if (b.units == NULL)
        units_number(&b);
    if (b.overflow)
        warn("uint32 overflow during counter merge");
    origins_finish(origins);
    free(b.units);
    free(b.number_of);
    free(b.ran);
    free(b.seen);
    return result;
}

bool origins_reached(const struct origins *origins, size_t unit, uint32_t test)
{
    return test_set_has(&origins->sets, origins->set_of[unit], test);
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
