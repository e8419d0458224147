/* Which lines of a unit hold its code. */
#define TWO(a, b) do { a; \
   b; } while (0)
static int
helper(int a,
       int b)
{
    int x;

    /* comment */
    switch (a) {
    case 1:
    case 2:
        /* c */
        x = 1;
        break;
    case 3: {
        x = 2;
    }
    default:
        x = b;
    }
#if 0
    x = 7;
#endif
    TWO(x++,
        /* comment only */

        x--);
    do
    {
        x++;
    }
    while (x <
           4);
    for (int i = 0;
         i < 3;
         i++)
        ;
    if (x)
    {
        return x +
               1;
    }
    else if (b)
        x = ({
            int y = 3;

            y + 2;
        });
    else
    {
    }
again:
    if (x == 100)
        goto again;
    return x;
}

#define lock() ((void)0)
#define check(x) do { } while (0)
int empty(int n)
{
    lock();
    check(n);
    (void)n;
    n++;
    return n;
}
