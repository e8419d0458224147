/* The arithmetic of counters. */
#ifndef COVER_COVDATA_COUNT_H
#define COVER_COVDATA_COUNT_H

#include <stdbool.h>
#include <stddef.h>
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

/* Units that follow one another: their counts are at counts + to, what is to be taken to them at numbers + from. */
struct count_span {
    uint32_t from, to, count;
};

/* count_join of each unit of the spans, which may come several times. */
void counts_add(uint32_t *counts, const uint32_t *numbers, const struct count_span *spans, size_t span_count,
                enum counter_mode mode, bool *overflow);

/* What a command does with the counter files of its second and later input directories; those of the first are always
 * added up. */
enum count_rule {
    COUNT_ADD,
    COUNT_SUBTRACT,  /* a unit that ran there did not run */
    COUNT_INTERSECT, /* a unit that did not run there did not run */
};

#endif
