#include "dep.h"

int dep_same(int value)
{
    return value;
}
