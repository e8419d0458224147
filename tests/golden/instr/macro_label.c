/* A label within an invocation. */
int g(int);
#define LABEL(x) g(1); x: g(2)
int label(int a)
{
    LABEL(again);
    return a;
}
