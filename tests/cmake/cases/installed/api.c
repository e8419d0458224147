#include <stdio.h>
#include <cover/coverage.h>

int main(void)
{
    puts("linked");
    return 0;
}
