#include "third_party/headers/h.h"
int main(void)
{
    return 0;
}
