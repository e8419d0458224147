/* In: an image's counts, run by run; out: sets of tests of the model's units, and their counts. */
#include "covdata/contexts/context_filler.h"

#include <stdlib.h>

#include "base/report.h"
#include "covdata/data/count.h"

#include "base/banned.h"

enum { NO_UNIT = UINT32_MAX };

void origins_begin(struct origins *origins, const struct model *model)
{
    if (model->unit_count >= NO_UNIT)
        die("there are more units than can be numbered");
    origins->unit_count = model->unit_count;
    origins->set_of = xcalloc(model->unit_count + 1, sizeof *origins->set_of);
    test_sets_init(&origins->sets, model->unit_count);
}

void origin_filler_begin(struct origin_filler *filler, struct model *model, struct origins *origins)
{
    *filler = (struct origin_filler){.model = model, .origins = origins};
    filler->units = xcalloc(model->unit_count + 1, sizeof *filler->units);
    filler->ran = xcalloc(model->unit_count + 1, sizeof *filler->ran);
    filler->seen = xcalloc(model->unit_count + 1, sizeof *filler->seen);
    for (size_t p = 0; p < model->package_count; p++)
        for (size_t f = 0; f < model->packages[p]->func_count; f++)
            for (size_t u = 0; u < model->packages[p]->funcs[f]->unit_count; u++)
                filler->units[model->packages[p]->funcs[f]->first + u] = &model->packages[p]->funcs[f]->units[u];
}

static void func_map(struct origin_filler *filler, const struct image *image, const struct image_package *package,
                     const struct image_func *func)
{
    const struct model_func *known = package->selected ? model_func_find(filler->model, package, func) : NULL;
    for (size_t u = func->first_unit; u < func->first_unit + func->unit_count; u++) {
        size_t index = known ? model_unit_find(known, &image->units[u]) : SIZE_MAX;
        filler->number_of[u] = index == SIZE_MAX ? NO_UNIT : (uint32_t)(known->first + index);
    }
}

void origin_filler_image(struct origin_filler *filler, const struct image *image)
{
    filler->number_of = xrealloc(filler->number_of, (image->unit_count + 1) * sizeof *filler->number_of);
    for (uint32_t p = 0; p < image->package_count; p++)
        for (uint32_t f = 0; f < image->packages[p].func_count; f++)
            func_map(filler, image, &image->packages[p], &image->funcs[image->packages[p].first_func + f]);
}

/* A unit of the model may be several of the image's: an inline function's. */
void origin_filler_run(struct origin_filler *filler, const struct image *image, const char *test, size_t len)
{
    size_t count = 0;
    filler->run++;
    for (size_t u = 0; u < image->unit_count; u++) {
        uint32_t unit = filler->number_of[u], value = image->counts[u];
        if (value == 0 || unit == NO_UNIT)
            continue;
        uint32_t *sum = &filler->units[unit]->count;
        *sum = count_join(filler->model->mode, *sum, value, &filler->overflow);
        if (filler->seen[unit] != filler->run)
            filler->ran[count++] = unit;
        filler->seen[unit] = filler->run;
    }
    struct origins *origins = filler->origins;
    test_sets_mark(&origins->sets, origins->set_of, filler->ran, count, origins_test_at(origins, test, len), true);
}

void origin_filler_free(struct origin_filler *filler)
{
    free(filler->units);
    free(filler->number_of);
    free(filler->ran);
    free(filler->seen);
    *filler = (struct origin_filler){0};
}
