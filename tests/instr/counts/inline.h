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

#define MADE(name)                                    \
    static int name##_up(int a) { return a + 1; }     \
    static inline int name##_down(int a) { return a - 1; }
MADE(first)
MADE(second) MADE(third)
#define MADE_INLINE(name) inline int name(int a) { return a * 3; } extern int name(int a);
MADE_INLINE(thrice)
