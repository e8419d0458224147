/* The condition of a do statement is a unit of its own, unless it is a constant. */
int g(int);
int do_loops(int a)
{
    do
        g(3);
    while (g(4));
    do { g(5); } while (0);
    return a;
}
