static inline int f_bits(void)
{
    return 0;
}
