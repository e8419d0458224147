/* GNU: a statement expression is a block, unless it is not evaluated. */
int g(int);
extern int expression_table[2];
int expression(int a)
{
    int b = ({ int c = g(a); if (c) c++; c; });
    if (({ g(1); g(2); }))
        return 1;
    g(sizeof(({ g(3); 1; })));
    __typeof__(({ g(4); 1; })) d = 1;
    d += sizeof *(int **)0 + sizeof b + sizeof (&b)[1] + ({ g(5); 1; });
    d -= sizeof expression_table[({ g(6); 1; })] + ({ g(7); 2; });
    return b + d;
}
