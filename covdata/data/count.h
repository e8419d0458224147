/* The arithmetic of counters. */
#ifndef COVER_COVDATA_COUNT_H
#define COVER_COVDATA_COUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "format/meta.h"

/* Two counters of one unit taken together: 1 if either ran (set mode), else the sum, which stays at its maximum and
 * then sets *overflow. */
static inline uint32_t count_join(enum counter_mode mode, uint32_t a, uint32_t b, bool *overflow)
{
    uint32_t sum = a + b;
    if (mode == MODE_SET)
        return a != 0 || b != 0;
    if (sum >= a)
        return sum;
    *overflow = true;
    return UINT32_MAX;
}

/* What a command does with the counter files of its second and later input directories; those of the first are always
 * added up. */
enum count_rule {
    COUNT_ADD,
    COUNT_SUBTRACT,  /* a unit that ran there did not run */
    COUNT_INTERSECT, /* a unit that did not run there did not run */
};

#endif
