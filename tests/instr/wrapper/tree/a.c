#include "inc/helper.h"
#include <stdio.h>

int b_add(int left, int right);

static int pick(int value)
{
    if (value > 3)
        return 1;
    return 2;
}

int a_run(int value)
{
    int sum = 0;
    for (int i = 0; i < value; i++)
        sum = b_add(sum, helper_twice(i));
    return sum + pick(value);
}
