static inline int f_heads(void)
{
    return 0;
}
