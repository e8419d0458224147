/* TS 25755: a deferred statement is a block of its own; where it is registered the run goes on. */
#define defer _Defer
void g(int);
int deferred(int x)
{
    int *p = 0;
    defer g(1);
    x++;
    defer {
        g(2);
        if (x)
            g(3);
    }
    for (int i = 0; i < 2; i++) {
        defer defer g(4);
        if (i)
            break;
    }
    defer {}
    _Defer ;
    return x;
}
void only(void) { _Defer g(5); }
