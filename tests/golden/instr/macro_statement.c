/* What one invocation makes is one statement. */
int g(int);
#define CALL(x) g(x)
#define BLOCK(x) { g(x); g(x); }
#define LOOP(x) do { g(x); } while (0)
int used(int a)
{
    CALL(1);
    BLOCK(2)
    LOOP(3);
    if (a)
        CALL(6);
    else
        LOOP(7);
    CALL(4);
    return a;
}
