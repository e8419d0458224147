/* In: the data directories; out: a model, and a set of tests for each of its units. The pods are read twice. The
 * first pass makes the model from the meta-data, so that its units have numbers. The second pass reads the counters
 * run by run, adds them to the model and marks the units that ran with the run's test (context_filler.c). Tests are
 * not stored one by one: memory grows with the model and the number of different sets (test_sets.c). */
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
    struct contexts *contexts;
    struct context_filler filler;
};

uint32_t contexts_test_at(struct contexts *contexts, const char *name, size_t len)
{
    uintptr_t known = (uintptr_t)map_get(&contexts->numbers, name, len);
    if (known > 0)
        return (uint32_t)known - 1;
    const char *kept = arena_copy(&contexts->arena, name, len);
    contexts->tests = array_grow(contexts->tests, contexts->test_count, &contexts->test_cap, sizeof *contexts->tests);
    contexts->tests[contexts->test_count++] = kept;
    *map_at(&contexts->numbers, kept, len) = (void *)(uintptr_t)contexts->test_count;
    return contexts->test_count - 1;
}

static int contexts_name_compare(const void *a, const void *b, void *context)
{
    const char **tests = context;
    return strcmp(tests[*(const uint32_t *)a], tests[*(const uint32_t *)b]);
}

void contexts_finish(struct contexts *contexts)
{
    contexts->by_name = xcalloc(contexts->test_count + 1, sizeof *contexts->by_name);
    for (uint32_t i = 0; i < contexts->test_count; i++)
        contexts->by_name[i] = i;
    qsort_r(contexts->by_name, contexts->test_count, sizeof *contexts->by_name, contexts_name_compare, contexts->tests);
}

/* Where the path goes on behind the directory `root`, given as pods_collect gives both. */
static size_t contexts_root_length(const char *root)
{
    size_t len = strlen(root);
    return strcmp(root, ".") == 0 ? 0 : root[len - 1] == '/' ? len : len + 1;
}

void contexts_run_name(struct str *name, const struct data_request *request, const struct run *run)
{
    struct arena arena = {0};
    if (run->test.len > 0) {
        str_add(name, run->test.data, strnlen(run->test.data, run->test.len));
        return;
    }
    const char *root = path_clean(&arena, request->dirs[run->dir]);
    const char *below = run->path + contexts_root_length(root), *slash = strrchr(below, '/');
    if (slash)
        str_add(name, below, (size_t)(slash - below));
    else if (request->dir_count > 1)
        str_adds(name, path_base(root));
    else
        str_add(name, "", 0);
    arena_free(&arena);
}

static int contexts_pod_take(void *context, const struct pod_data *data)
{
    struct building *b = context;
    model_add(b->model, data, &b->request->select);
    return 0;
}

/* The model is complete: numbers its units. */
static void contexts_model_end(struct building *b)
{
    model_sort(b->model);
    contexts_begin(b->contexts, b->model);
    context_filler_begin(&b->filler, b->model, b->contexts);
}

static void contexts_pod_begin(void *context, const struct pod_data *data)
{
    struct building *b = context;
    if (b->filler.model == NULL)
        contexts_model_end(b);
    context_filler_pod(&b->filler, data);
}

static int contexts_run_take(void *context, const struct pod_data *data, const struct run *run)
{
    struct building *b = context;
    struct str name = STR_INIT;
    contexts_run_name(&name, b->request, run);
    context_filler_run(&b->filler, data, name.data, name.len);
    str_free(&name);
    return 0;
}

/* -1: code that is marked as unreachable ran; reported. */
static int contexts_units_exclude(struct model *model, struct contexts *contexts, const struct model_request *request)
{
    int result = model_exclude(model, request, contexts->set_of);
    model_sort(model);
    contexts->unit_count = model->unit_count;
    return result;
}

int contexts_read(const struct model_request *request, enum mode_policy policy, struct model *model,
                  struct contexts *contexts)
{
    *model = (struct model){0};
    *contexts = (struct contexts){0};
    struct building b = {.request = &request->data, .model = model, .contexts = contexts};
    struct reader reader = {.request = &request->data,
                            .policy = policy,
                            .take = contexts_pod_take,
                            .begin = contexts_pod_begin,
                            .take_run = contexts_run_take,
                            .context = &b};
    int result = reader_read(&reader);
    if (b.filler.model == NULL)
        contexts_model_end(&b);
    model_selection_check(model, request);
    if (b.filler.overflow)
        warn("uint32 overflow during counter merge");
    context_filler_free(&b.filler);
    if (contexts_units_exclude(model, contexts, request) != 0)
        result = -1;
    contexts_finish(contexts);
    return result;
}

bool contexts_test_find(const struct contexts *contexts, const char *name, uint32_t *test)
{
    uintptr_t known = (uintptr_t)map_get(&contexts->numbers, name, strlen(name));
    *test = (uint32_t)known - 1;
    return known > 0;
}

void contexts_free(struct contexts *contexts)
{
    free(contexts->tests);
    free(contexts->by_name);
    free(contexts->set_of);
    test_sets_free(&contexts->sets);
    map_free(&contexts->numbers);
    arena_free(&contexts->arena);
    *contexts = (struct contexts){0};
}
