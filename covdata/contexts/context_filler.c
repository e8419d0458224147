/* In: a pod's counts, run by run; out: the counts of the model's units and their sets of tests. */
#include "covdata/contexts/context_filler.h"

#include <stdlib.h>

#include "base/report.h"
#include "covdata/data/count.h"

#include "base/banned.h"

enum { NO_UNIT = UINT32_MAX };

void contexts_begin(struct contexts *contexts, const struct model *model)
{
    if (model->unit_count >= NO_UNIT)
        die("too many units");
    contexts->unit_count = model->unit_count;
    contexts->set_of = xcalloc(model->unit_count + 1, sizeof *contexts->set_of);
    test_sets_init(&contexts->sets, model->unit_count);
}

void context_filler_begin(struct context_filler *filler, struct model *model, struct contexts *contexts)
{
    *filler = (struct context_filler){.model = model, .contexts = contexts};
    filler->units = xcalloc(model->unit_count + 1, sizeof *filler->units);
    filler->ran = xcalloc(model->unit_count + 1, sizeof *filler->ran);
    filler->seen = xcalloc(model->unit_count + 1, sizeof *filler->seen);
    for (size_t p = 0; p < model->package_count; p++)
        for (size_t f = 0; f < model->packages[p]->func_count; f++)
            for (size_t u = 0; u < model->packages[p]->funcs[f]->unit_count; u++)
                filler->units[model->packages[p]->funcs[f]->first + u] = &model->packages[p]->funcs[f]->units[u];
}

static void context_filler_func_map(struct context_filler *filler, const struct pod_data *data,
                                    const struct pod_package *package, const struct pod_func *func)
{
    const struct model_func *known = package->selected ? model_func_find(filler->model, package, func) : NULL;
    for (size_t u = func->first_unit; u < func->first_unit + func->unit_count; u++) {
        size_t index = known ? model_unit_find(known, &data->units[u]) : SIZE_MAX;
        filler->number_of[u] = index == SIZE_MAX ? NO_UNIT : (uint32_t)(known->first + index);
    }
}

void context_filler_pod(struct context_filler *filler, const struct pod_data *data)
{
    filler->number_of = xrealloc(filler->number_of, (data->unit_count + 1) * sizeof *filler->number_of);
    for (uint32_t p = 0; p < data->package_count; p++)
        for (uint32_t f = 0; f < data->packages[p].func_count; f++)
            context_filler_func_map(filler, data, &data->packages[p], &data->funcs[data->packages[p].first_func + f]);
}

/* A unit of the model may be several of the pod's: an inline function's. */
void context_filler_run(struct context_filler *filler, const struct pod_data *data, const char *test, size_t len)
{
    size_t count = 0;
    filler->run++;
    for (size_t u = 0; u < data->unit_count; u++) {
        uint32_t unit = filler->number_of[u], value = data->counts[u];
        if (value == 0 || unit == NO_UNIT)
            continue;
        uint32_t *sum = &filler->units[unit]->count;
        *sum = count_join(filler->model->mode, *sum, value, &filler->overflow);
        if (filler->seen[unit] != filler->run)
            filler->ran[count++] = unit;
        filler->seen[unit] = filler->run;
    }
    struct contexts *contexts = filler->contexts;
    test_sets_mark(&contexts->sets, contexts->set_of, filler->ran, count, contexts_test_at(contexts, test, len), true);
}

void context_filler_free(struct context_filler *filler)
{
    free(filler->units);
    free(filler->number_of);
    free(filler->ran);
    free(filler->seen);
    *filler = (struct context_filler){0};
}
