/* K&R definitions. */
int old(a, b, s)
    int a;
    char *b;
    struct s { int x; } s;
{
    return a + *b + s.x;
}
