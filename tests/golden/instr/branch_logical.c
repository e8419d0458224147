/* The right operands of && and ||. */
int g(int);
int logical(int a, int b, int *p)
{
    int x = a && b;
    if (a && (b || g(2)) && p != 0 || !b)
        g(1);
    else if (a == 1 || a == 2 || a == 3)
        g(2);
    x = a && b, x |= a || b;
    (void)(a && g(a));
    a && g(b);
    return x;
}
