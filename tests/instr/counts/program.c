/* A program whose every unit runs a number of times that can be told by reading it. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include "inline.h"

#define TIMES(n) for (int times = 0; times < (n); times++)
#define REQUIRE(x) do { if (!(x)) return -1; } while (0)

static jmp_buf back;

static int required(int a)
{
    REQUIRE(a > 2);
    return a;
}

static int odd(a) int a; { return a % 2; }

static int duff(int count)
{
    int done = 0, rounds = (count + 3) / 4;
    switch (count % 4) {
    case 0: do { done++;
    case 3:      done++;
    case 2:      done++;
    case 1:      done++;
            } while (--rounds > 0);
    }
    return done;
}

static int classify(int a)
{
    if (a < 0)
        return -1;
    else if (a == 0)
        return 0;
    else if (odd(a))
        return 1;
    return 2;
}

static void thrower(int a)
{
    if (a)
        longjmp(back, a);
    puts("not thrown");
}

static int computed(int a)
{
    static void *const targets[] = {&&zero, &&one};
    goto *targets[a];
zero:
    return 10;
one:
    return 11;
}

static int expression(int a)
{
    return ({ int b = a; if (b > 1) b *= 2; b; });
}

static void never_called(void)
{
    puts("never");
}

int main(int argc, char **argv)
{
    int sum = 0;
    (void)argv;
    TIMES(5) sum += times;
    TIMES(3) {
        sum += classify(times - 1);
    }
    for (int i = 0; i < 10; i++) {
        if (i == 2)
            continue;
        if (i == 7)
            break;
        sum += i;
    }
    do
        sum++;
    while (sum < 40);
    while (sum > 45)
        if (sum % 2) sum--; else { sum -= 3; }
    if (setjmp(back) == 0)
        thrower(3);
    else
        sum += required(1) + required(5);
    sum += duff(10) + computed(0) + computed(1) + expression(1) + expression(2) + clamp(300) + clamp(3) + twice(4) + thrice(1) + first_up(first_up(1)) + second_up(third_down(1));
    printf("%d\n", sum);
    if (argc > 100)
        never_called();
    exit(sum % 7);
    return 99;
}
