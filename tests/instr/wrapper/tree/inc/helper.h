#ifndef HELPER_H
#define HELPER_H
static inline int helper_twice(int value)
{
    if (value < 0)
        return 0;
    return value * 2;
}
#endif
