/* A macro that ends in else. */
int g(int);
#define OTHERWISE(x) if (x) g(1); else
int open_else(int a)
{
    OTHERWISE(a) g(7);
    return a;
}
