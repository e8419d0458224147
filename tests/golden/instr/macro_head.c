/* A macro that makes a statement's head; the body is the user's. */
int g(int);
#define FOREACH(i, n) for (int i = 0; i < (n); i++)
#define UNLESS(x) if (!(x))
#define BLOCK(x) { g(x); g(x); }
int heads(int a)
{
    FOREACH(i, 3) g(i);
    FOREACH(i, 3) {
        g(i);
    }
    UNLESS(a) BLOCK(5)
    return a;
}
