/* GNU: a statement expression is a block, unless it is not evaluated. */
int g(int);
int expression(int a)
{
    int b = ({ int c = g(a); if (c) c++; c; });
    if (({ g(1); g(2); }))
        return 1;
    g(sizeof(({ g(3); 1; })));
    __typeof__(({ g(4); 1; })) d = 1;
    return b + d;
}
