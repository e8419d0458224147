/* A scope that one macro opens and another closes. */
int g(int);
#define SCOPE(x) do { int i = (x); for (; i < 3; i++) {
#define SCOPE_END } } while (0)
#define PUSH { g(1); g(2);
#define POP(x) do { } while (0); } g(x); if (x) g(3)
int scope(int a)
{
    SCOPE(a) g(5); g(6); SCOPE_END;
    PUSH POP(a);
    if (a)
        SCOPE(a) g(8); SCOPE_END;
    return a;
}
