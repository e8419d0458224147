/* An invocation that may jump ends a unit. */
int g(int);
#define CHECK(x) do { if (!(x)) return -1; } while (0)
int check(int a)
{
    g(a);
    CHECK(a);
    g(a);
    return a;
}
