/* Functions compiled for processors with AVX2, beside plain ones with the same result. Private to covdata/data. */
#ifndef COVER_COVDATA_DATA_FAST_H
#define COVER_COVDATA_DATA_FAST_H

#include <stdbool.h>

#if defined __x86_64__
#define HAVE_FAST 1
#define FAST __attribute__((target("avx2")))

/* May FAST functions be called on this processor? */
static inline bool fast(void)
{
    return __builtin_cpu_supports("avx2");
}
#else
#define HAVE_FAST 0

static inline bool fast(void)
{
    return false;
}
#endif

#endif
