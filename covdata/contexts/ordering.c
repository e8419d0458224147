/* Greedy set cover (Chvatal, 1979): the next test is the one that reaches most units that no test before it
 * reached; of equal ones, the first by name. Units with the same set of tests are handled together, so that a step
 * takes time in proportion to the tests of the sets it covers. Units that only data without a test reached are left
 * over. */
#include "covdata/contexts/ordering.h"

#include <stdlib.h>

#include "base/banned.h"

static void ordering_weights_take(struct ordering *o, const struct model *model)
{
    for (size_t p = 0; p < model->package_count; p++)
        for (size_t f = 0; f < model->packages[p]->func_count; f++) {
            const struct model_func *func = model->packages[p]->funcs[f];
            for (size_t u = 0; u < func->unit_count; u++) {
                struct ordering_weight *weight = &o->sets[o->contexts->set_of[func->first + u]];
                weight->units++;
                weight->statements += func->units[u].at.statements;
                o->reached.total += func->units[u].at.statements;
            }
        }
}

/* Adds the set's units to the gains of its tests, or takes them away. */
static void ordering_gains_change(struct ordering *o, uint32_t set, bool more)
{
    uint64_t units = o->sets[set].units;
    for (uint32_t test = 0; test_set_next(&o->contexts->sets, set, &test); test++)
        o->gains[test] += more ? units : -units;
}

void ordering_make(struct ordering *o, const struct context_data *data)
{
    const struct contexts *contexts = &data->contexts;
    *o = (struct ordering){.contexts = contexts};
    o->sets = xcalloc(contexts->sets.count + 1, sizeof *o->sets);
    o->left = xcalloc(contexts->sets.count + 1, sizeof *o->left);
    o->gains = xcalloc(contexts->test_count + 1, sizeof *o->gains);
    o->done = xcalloc(contexts->test_count + 1, sizeof *o->done);
    ordering_weights_take(o, &data->model);
    for (uint32_t set = 1; set < contexts->sets.count; set++)
        if (o->sets[set].units > 0) {
            o->left[o->left_count++] = set;
            ordering_gains_change(o, set, true);
        }
}

void ordering_free(struct ordering *o)
{
    free(o->sets);
    free(o->left);
    free(o->gains);
    free(o->done);
}

static bool ordering_best_find(const struct ordering *o, uint32_t *best)
{
    bool found = false;
    for (uint32_t i = 0; i < o->contexts->test_count; i++) {
        uint32_t test = o->contexts->by_name[i];
        if (o->done[test] || *o->contexts->tests[test] == '\0' || (found && o->gains[test] <= o->gains[*best]))
            continue;
        *best = test;
        found = true;
    }
    return found;
}

/* The sets of the test are reached. */
static void ordering_test_take(struct ordering *o, uint32_t test)
{
    uint32_t kept = 0;
    o->done[test] = true;
    if (o->gains[test] == 0)
        return;
    for (uint32_t i = 0; i < o->left_count; i++) {
        uint32_t set = o->left[i];
        if (!test_set_has(&o->contexts->sets, set, test)) {
            o->left[kept++] = set;
            continue;
        }
        o->reached.hit += o->sets[set].statements;
        ordering_gains_change(o, set, false);
    }
    o->left_count = kept;
}

bool ordering_next(struct ordering *o, uint32_t *test, uint64_t *gain)
{
    if (!ordering_best_find(o, test))
        return false;
    *gain = o->gains[*test];
    ordering_test_take(o, *test);
    return true;
}
