/* GNU's forms, old C and new. */
int g(int);
int nested(int a)
{
    int inner(int b) { if (b) return 1; return 2; }
    return inner(a);
}
int expression(int a)
{
    int b = ({ int c = g(a); if (c) c++; c; });
    if (({ g(1); g(2); }))
        return 1;
    g(sizeof(({ g(3); 1; })));
    __typeof__(({ g(4); 1; })) d = 1;
    return b + d;
}
int ranges(int a)
{
    static void *const labels[] = {&&one, &&two};
    switch (a) {
    case 1 ... 5:
        g(1);
    }
    goto *labels[a];
one:
    g(1);
two: __attribute__((unused));
    g(2);
    return a ?: 1;
}
int assembly(int a)
{
    __asm__ volatile("" : "+r"(a) : : "memory");
    asm goto("" : : : : out);
    g(1);
out:
    return a;
}
int old(a, b, s)
    int a;
    char *b;
    struct s { int x; } s;
{
    return a + *b + s.x;
}
struct pair { int x, y; } pair(void) { struct pair p = {1, 2}; return p; }
struct pair *pointer(struct pair *p) { return p; }
int (*chooser(int a))(int) { return a ? g : 0; }
static int (parenthesised)(int a) { return a; }
static __attribute__((noinline, unused)) int attributed(int a) __attribute__((const));
static int attributed(int a) { return a; }
__attribute__((no_instrument_function)) int unprofiled(int a) { return a; }
inline int external_inline(int a) { return a; }
int table[] = {1, 2, 3}, (*functions[])(int) = {g, old};
enum colour { RED, GREEN } colour(void) { return RED; }
void types(void)
{
    typedef int number;
    number n = 1, *p = &n;
    number (*f)(int) = g;
    number k[3];
    __auto_type z = n;
    _Static_assert(1, "x");
    __extension__ int e = 1;
    __extension__ ({ g(1); });
    (void)(struct pair){ .x = 1, .y = ({ g(2); }) };
    k[0] = *p + z + e + _Generic(n, int: g(3), default: 1);
    __label__ l;
l:  f(1);
}
int labelled(int a)
{
first: __attribute__((unused)) second: __attribute__((unused)) for (; a; a--)
        a++;
    if (a)
        goto first;
    goto second;
}
