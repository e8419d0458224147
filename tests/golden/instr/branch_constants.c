/* Constants are no operands; conditions that compilers fold have no arms. */
int g(int);
enum colour { RED, GREEN };
int constants(int a)
{
    int array[GREEN ? 3 : 4], size = sizeof(a ? 1 : 2) + sizeof(int[a && 3]), x;
    struct { int field : GREEN ? 3 : 4; } record = { .field = 1 };
    _Static_assert(GREEN || RED, "");
    x = (__builtin_constant_p(a) ? 3 : g(4)) + _Generic(a, int: a && 1, default: 0) + (sizeof(long) == 8 ? 1 : g(1));
    x = (a && 1) + (0 && g(1)) + (1 ? g(1) : 0) + (a ? 0 : 1) + (a && GREEN ? 1 : 2) + (a ?: GREEN);
    return x + record.field + array[0] + size;
}
