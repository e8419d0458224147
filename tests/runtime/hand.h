/* Counting by hand in the packages that generate.c makes. */
#ifndef TESTS_RUNTIME_HAND_H
#define TESTS_RUNTIME_HAND_H

#include <stdint.h>

/* Declares package SYMBOL of this image. */
#define HAND_PACKAGE(symbol)                                                                                           \
    extern uint8_t symbol[] __attribute__((visibility("hidden")));                                                     \
    extern const uint32_t symbol##_width __attribute__((visibility("hidden")))
/* Executes a unit of a function of it once. */
#define HAND_COUNT(symbol, function, unit) hand_count(symbol, symbol##_width, function, unit)

static inline void hand_count(uint8_t *runs, uint32_t width, uint32_t function, uint32_t unit)
{
    uint8_t *counter = runs + (12 + 2 * width) * function + 12 + width * unit;
    if (width == 1)
        __atomic_store_n(counter, 1, __ATOMIC_RELAXED);
    else
        __atomic_fetch_add((uint32_t *)(void *)counter, 1, __ATOMIC_RELAXED);
}

#endif
