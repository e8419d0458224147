int wide(int a)
{
    return a ? 3 : 0;
}

/* Leaves no room for a probe. */
__attribute__((__noinline__)) int tight(int a)
{
    __asm__ volatile("tight_begin:");
    if (a)
        a++;
    __asm__ volatile(".org tight_begin + 24, 0x90");
    return a;
}
