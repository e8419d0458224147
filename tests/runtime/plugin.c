/* A shared object of its own package, beta: loaded while the program runs, or linked to it. */
#include <stdlib.h>

#include "tests/runtime/hand.h"

HAND_PACKAGE(beta);

#ifdef __cplusplus
extern "C"
#endif
    void
    plugin_run(void);

/* For a shared object, glibc runs it at dlclose. */
static void handler(void)
{
    HAND_COUNT(beta, 1, 1);
}

void plugin_run(void)
{
    HAND_COUNT(beta, 0, 0);
    atexit(handler);
}

__attribute__((destructor(101))) static void destructor_last(void)
{
    HAND_COUNT(beta, 2, 0);
}
