/* Contexts: which tests reached each unit of a model. The name of a test is the tag `test` of its processes
 * (COVERTAGS, which the build modes set). Without a tag it is the path of the data's directory below the input
 * directory. Data at the top of an input directory is attributed to that directory if several are given, otherwise
 * to no test, whose name is "". All processes with one name are one test. */
#ifndef COVER_COVDATA_CONTEXTS_CONTEXTS_H
#define COVER_COVDATA_CONTEXTS_CONTEXTS_H

#include "base/str.h"
#include "covdata/model/read.h"
#include "covdata/contexts/test_sets.h"

struct contexts {
    const char **tests; /* names, NUL-terminated, by number; each once; in order of appearance */
    uint32_t test_count;
    uint32_t *by_name; /* the tests' numbers in order of their names */
    uint32_t *set_of;  /* the set of each unit, by its number: model_func.first + index of the unit */
    size_t unit_count;
    struct test_sets sets;
    size_t test_cap;
    struct map numbers; /* name to number + 1 */
    struct arena arena;
};

/* Reads all data into a sorted model, counts and all, and the contexts of its units. -1: as reader_read; the rest of
 * the data is there. The contexts need not be freed before the model, nor the model before them. */
int contexts_read(const struct model_request *request, enum mode_policy policy, struct model *model,
                  struct contexts *contexts) __attribute__((warn_unused_result));

/* The test's number. False: there is no test of this name. */
bool contexts_test_find(const struct contexts *contexts, const char *name, uint32_t *test);

void contexts_free(struct contexts *contexts);

/* For other ways to fill contexts (index.h). The number of the test of this name, which is added if missing. */
uint32_t contexts_test_at(struct contexts *contexts, const char *name, size_t len);
/* Sorts the tests by name, after the last one was added. */
void contexts_finish(struct contexts *contexts);
/* Appends the name of the test that the run belongs to. */
void contexts_run_name(struct str *name, const struct data_request *request, const struct run *run);

#endif
