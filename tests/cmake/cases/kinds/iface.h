static inline int f_iface(void)
{
    return 0;
}
