#include "dep.h"

int main(void)
{
    return dep_same(0);
}
