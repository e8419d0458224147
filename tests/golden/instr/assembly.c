/* Assembly; asm goto may jump. */
int g(int);
int assembly(int a)
{
    __asm__ volatile("" : "+r"(a) : : "memory");
    asm goto("" : : : : out);
    g(1);
out:
    return a;
}
