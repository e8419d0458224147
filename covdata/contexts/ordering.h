/* The tests in the order that reaches most code first. */
#ifndef COVER_COVDATA_CONTEXTS_ORDERING_H
#define COVER_COVDATA_CONTEXTS_ORDERING_H

#include "covdata/contexts/context_data.h"
#include "covdata/model/lines.h"

struct ordering_weight {
    uint64_t units, statements;
};

struct ordering {
    const struct contexts *contexts;
    struct ordering_weight *sets; /* of each set's units */
    uint32_t *left;               /* sets that have not been reached */
    uint32_t left_count;
    uint64_t *gains; /* of each test, in units */
    bool *done;
    struct tally reached; /* statements */
};

/* The data must outlive the ordering. */
void ordering_make(struct ordering *o, const struct context_data *data);
/* The next test, and the number of units that it reaches and none before it did; false: there is no further test with a
 * name. */
bool ordering_next(struct ordering *o, uint32_t *test, uint64_t *gain);
void ordering_free(struct ordering *o);

#endif
