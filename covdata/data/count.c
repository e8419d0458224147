/* In: numbers of many short spans of units, and the counts of all units; out: the sums. The vectors are those of
 * GCC and Clang, which compilers split for any processor; the same code is compiled once more for processors with
 * AVX2. */
#include "covdata/data/count.h"

#include <string.h>

#include "covdata/data/fast.h"

#include "base/banned.h"

enum { LANES = 8 };
typedef uint32_t lanes __attribute__((vector_size(LANES * sizeof(uint32_t))));

#define INLINE static inline __attribute__((always_inline))

/* What went over the maximum, of vectors and of single counts. */
struct over {
    lanes many;
    bool one;
};

INLINE void count_lanes_join(lanes *sums, const uint32_t *to, const uint32_t *from, bool set, struct over *over)
{
    lanes a, b;
    memcpy(&a, to, sizeof a);
    memcpy(&b, from, sizeof b);
    if (set) {
        *sums = (lanes)((a | b) != 0) & 1;
        return;
    }
    a += b;
    b = (lanes)(a < b);
    over->many |= b;
    *sums = a | b;
}

/* The last vector may overlap the one before it, so it is made before that is stored. */
INLINE void count_span_add(uint32_t *to, const uint32_t *from, uint32_t count, bool set, struct over *over)
{
    if (count < LANES) {
        for (uint32_t i = 0; i < count; i++)
            to[i] = count_join(set ? MODE_SET : MODE_COUNT, to[i], from[i], &over->one);
        return;
    }
    uint32_t last = count - LANES;
    lanes sums, end;
    count_lanes_join(&end, to + last, from + last, set, over);
    for (uint32_t i = 0; i < last; i += LANES) {
        count_lanes_join(&sums, to + i, from + i, set, over);
        memcpy(to + i, &sums, sizeof sums);
    }
    memcpy(to + last, &end, sizeof end);
}

INLINE bool count_spans_add(uint32_t *counts, const uint32_t *numbers, const struct count_span *spans,
                            size_t span_count, bool set)
{
    struct over over = {0};
    bool any = false;
    for (size_t i = 0; i < span_count; i++)
        count_span_add(counts + spans[i].to, numbers + spans[i].from, spans[i].count, set, &over);
    for (int i = 0; i < LANES; i++)
        any |= over.many[i] != 0;
    return any || over.one;
}

#if HAVE_FAST
FAST static bool count_spans_add_fast(uint32_t *counts, const uint32_t *numbers, const struct count_span *spans,
                                      size_t span_count, bool set)
{
    return set ? count_spans_add(counts, numbers, spans, span_count, true)
               : count_spans_add(counts, numbers, spans, span_count, false);
}
#else
#define count_spans_add_fast count_spans_add
#endif

void counts_add(uint32_t *counts, const uint32_t *numbers, const struct count_span *spans, size_t span_count,
                enum counter_mode mode, bool *overflow)
{
    bool over = fast() ? count_spans_add_fast(counts, numbers, spans, span_count, mode == MODE_SET)
                       : count_spans_add(counts, numbers, spans, span_count, mode == MODE_SET);
    *overflow |= over;
}
