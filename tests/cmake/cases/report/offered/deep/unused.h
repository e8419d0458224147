#include <string.h>

static inline int unused(int n)
{
    if (n)
        return (int)strlen(LIMIT);
    return 0;
}
