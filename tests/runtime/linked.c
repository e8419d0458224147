/* A program of package alpha that is linked with the shared object of package beta. */
#include "tests/runtime/hand.h"

#ifdef __cplusplus
extern "C"
#endif
    void
    plugin_run(void);

HAND_PACKAGE(alpha);

int main(void)
{
    HAND_COUNT(alpha, 0, 0);
    plugin_run();
    return 7;
}
