/* A block within a block ends the unit before it. */
int g(int);
int blocks(int a)
{
    g(a);
    { g(4); { g(5); } }
    return 1;
}
