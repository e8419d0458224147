/* The effect of a change on the code in the data: which tests reached the changed lines, which lines no test
 * reached, and which files are not in the data. */
#ifndef COVER_COVDATA_CONTEXTS_IMPACT_H
#define COVER_COVDATA_CONTEXTS_IMPACT_H

#include "covdata/diff/changes.h"
#include "covdata/contexts/context_data.h"
#include "covdata/diff/places.h"

struct impact_lines {
    const char *file;     /* as the repository names it */
    const char *func;     /* NULL: none */
    uint32_t first, last; /* 0: the whole file */
};

struct impact_list {
    struct impact_lines *list;
    size_t count, cap;
};

/* Zero-initialise it. */
struct impact {
    struct test_choice tests;
    struct impact_list unreached; /* code that no test reached */
    struct impact_list
        outside; /* lines outside of functions: of these the tests that reached anything in the file count */
    struct impact_list unknown; /* files that the data doesn't know */
    struct arena arena;
};

/* With `after`, the data is of the changed code, else of the code before. The names are those of changes and table. */
void impact_make(struct impact *impact, const struct changes *changes, const struct context_table *table,
                 const struct contexts *contexts, struct places *places, bool after);
/* Reads the change, and makes the impact. -1 is reported. */
int impact_read(struct impact *impact, struct context_data *data, const struct model_request *request,
                const struct change_request *change, bool after) __attribute__((warn_unused_result));
void impact_free(struct impact *impact);

#endif
