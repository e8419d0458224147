/* Declarations in a body: which of them run an initialiser. */
int g(int);
struct pair { int x, y; };
void types(void)
{
    typedef int number;
    number n = 1, *p = &n;
    number (*f)(int) = g;
    number k[3];
    __auto_type z = n;
    _Static_assert(1, "x");
    __extension__ int e = 1;
    __extension__ ({ g(1); });
    (void)(struct pair){ .x = 1, .y = ({ g(2); }) };
    k[0] = *p + z + e + _Generic(n, int: g(3), default: 1);
    __label__ l;
l:  f(1);
}
