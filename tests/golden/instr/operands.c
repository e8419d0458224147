/* Intraline units: what is an operand that may not be run, and what is none. */
enum colour { RED, GREEN };
int g(int);
int operands(int a, int b, int *p)
{
    int x = a && b, y[] = { [1] = a || b && g(a), 3, b && a };
    if (a && (b || g(2)) && p != 0 || !b)
        g(1);
    else if (a == 1 || a == 2 || a == 3)
        g(2);
    while (a && g(x) || b)
        x--;
    for (int i = 0, j = a ? 1 : b; i < 10 && g(i); i += a ?: b)
        x += y[a && b];
    do
        x++;
    while (x < 10 && g(x));
    switch (a && b) {
    case RED ? 1 : 2:
        break;
    }
    x = a && b, x |= a || b;
    g(a && b ? a : b), g((a && b));
    (void)(a && g(a));
    a && g(b);
    x = ({ int z = a && b; z || a; }) && b;
    return a ? b ? 1 : 2 : b ? (g(1), 3) : 4 + (x ? 1 : y[1]);
}
struct pair { int x, y; } *pairs(int a, struct pair *p, struct pair *q)
{
    struct pair old = { x: a && g(a), y: a }, local = a ? *p : (struct pair){ .x = a && 1, .y = a && g(a) };
    void *null = a ? (void *)0 : 0, *label = a ? &&here : &&there;
    const char *text = a ? "a" : "bc";
    goto *(a ? label : null);
here:
    *(a ? p : q) = local;
there:
    return a && *text ? p : q ?: (void *)0;
}
#define BOTH(a, b) ((a) && (b))
#define AND &&
#define CHOOSE ? 1 :
int macros(int a, int b)
{
    int x = BOTH(a, b), y = a AND b, z = a && BOTH(b, a), w = a CHOOSE b;
    return BOTH(a && b, b) ? x : BOTH(b, y) && z && w;
}
int constants(int a)
{
    static int s = RED ? 3 : 4;
    int array[GREEN ? 3 : 4], size = sizeof(a ? 1 : 2) + sizeof(int[a && 3]), x;
    struct { int field : GREEN ? 3 : 4; } record = { .field = 1 };
    _Static_assert(GREEN || RED, "");
    x = (__builtin_constant_p(a) ? 3 : g(4)) + _Generic(a, int: a && 1, default: 0) + (sizeof(long) == 8 ? 1 : g(1));
    x = (a && 1) + (0 && g(1)) + (1 ? g(1) : 0) + (a ? 0 : 1) + (a && GREEN ? 1 : 2) + (a ?: GREEN);
    __asm__ volatile("" : : "r"(a ? 1 : 2));
    if (__builtin_expect(a && s, 1))
        x += __builtin_ctz(a ? a : 1) + (int)(__typeof__(a && 1))1 + record.field + array[0] + size;
    return x;
}
void parallel(int n, int *p)
{
#pragma omp parallel for
    for (int i = 0; i < (n ? n : 1); i++)
        p[i] = n ? 1 : 2;
#pragma omp atomic
    *p += n ? 1 : 2;
}
