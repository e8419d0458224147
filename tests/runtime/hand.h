/* Counting by hand in the packages that generate.c makes. */
#ifndef TESTS_RUNTIME_HAND_H
#define TESTS_RUNTIME_HAND_H

#include <stdint.h>

/* Declares package SYMBOL of this image. */
#define HAND_PACKAGE(symbol) extern uint32_t symbol[] __attribute__((visibility("hidden")))
/* Executes a unit of a function of it once. */
#define HAND_COUNT(symbol, function, unit)                                                                             \
    ((void)__atomic_fetch_add(&symbol[5 * (function) + 3 + (unit)], 1, __ATOMIC_RELAXED))

#endif
