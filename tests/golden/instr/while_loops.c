/* While statements, within each other and with empty bodies. */
int g(int);
int while_loops(int a)
{
    while (a--)
        while (g(a))
            g(2);
    while (g(6)) {}
    while (g(7));
    return a;
}
