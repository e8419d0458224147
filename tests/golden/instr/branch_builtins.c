/* No operands in asm and in built-in functions, but in __builtin_expect. */
int builtins(int a, int s)
{
    int x = 0;
    __asm__ volatile("" : : "r"(a ? 1 : 2));
    if (__builtin_expect(a && s, 1))
        x += __builtin_ctz(a ? a : 1) + (int)(__typeof__(a && 1))1;
    return x;
}
