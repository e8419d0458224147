static inline int used(int n)
{
    return n > 2 ? n : 2;
}
