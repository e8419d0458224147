/* Every kind of statement of C11, with and without braces. */
int g(int);
void empty(void) {}
void only_declarations(void) { int a; static int b = 1; extern int c; typedef int t; (void)sizeof(t); }
int straight(int a)
{
    int b;
    int c = a;
    b = c;
    return b;
}
int branches(int a)
{
    if (a)
        g(1);
    if (a > 1) g(2); else g(3);
    if (a > 2) {
        g(4);
    } else if (a > 3) {
        g(5);
    } else
        g(6);
    if (a)
        ;
    else
        g(7);
    return 0;
}
int loops(int a)
{
    for (int i = 0; i < a; i++)
        g(i);
    for (;;) {
        if (g(a)) continue;
        break;
    }
    while (a--)
        while (g(a))
            g(2);
    do
        g(3);
    while (g(4));
    do { g(5); } while (0);
    while (g(6)) {}
    while (g(7));
    return a;
}
int switches(int a)
{
    switch (a) {
        int unused;
    case 1:
    case 2:
        g(1);
        break;
    case 3: {
        g(2);
    }
    case 4 ? 5 : 6:
        unused = 1;
        (void)unused;
        /* fallthrough */
    default:
        g(3);
    }
    switch (a) case 1: g(4);
    switch (a) { default: ; }
    return 0;
}
int jumps(int a)
{
    goto middle;
start:
    g(1);
middle:
    g(2);
    if (a)
        again: g(3);
    { g(4); { g(5); } }
    if (a > 4) goto start;
    if (a > 5) goto again;
end: ;
    return 1;
}
_Noreturn void stop(void);
void never(int a)
{
    if (a) {
        stop();
        g(1);
    }
    exit(1);
    g(2);
}
