/* Behind #undef a name is no macro. */
int g(int);
#define CALL(x) g(x)
#undef CALL
int CALL(int a)
{
    return a;
}
