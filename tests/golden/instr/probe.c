/* What probes are spelled in: statements, a loop, operands; a function that calls nothing; one with an external copy. */
int g(int);
int probe(int a)
{
    while (a--)
        if (a && g(a))
            return 1;
    return a ? 2 : 3;
}
static int leaf(int a) { return a; }
inline int external(int a) { return leaf(a); }
