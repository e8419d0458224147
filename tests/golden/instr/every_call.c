/* With --calls every call ends a unit; casts and sizeof are no calls. */
int f(int), (*p)(int), *h(void);
void stop(void);
#define F(x) f(x)
int calls(int a)
{
    a++;
    f(a);
    a = a + f(a) * 2;
    a--;
    int b = f(2), c = a, d = (int)(a);
    a = (*p)(b) + (int)(c) + (long)(d);
    h()[0] = sizeof(f(3));
    F(1);
    a++, b--;
    if (f(a))
        stop();
    return a;
}
