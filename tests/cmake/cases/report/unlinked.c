#include "offered/used.h"
int unlinked(int n)
{
    if (n)
        return 1;
    return used(n);
}
