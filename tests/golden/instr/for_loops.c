/* A for statement's head ends a unit; its body is another. */
int g(int);
int for_loops(int a)
{
    for (int i = 0; i < a; i++)
        g(i);
    for (;;) {
        if (g(a)) continue;
        break;
    }
    return a;
}
