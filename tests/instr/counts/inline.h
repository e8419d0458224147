static inline int clamp(int a)
{
    if (a > 255)
        return 255;
    return a;
}

inline int twice(int a)
{
    return a * 2;
}
extern int twice(int a);
