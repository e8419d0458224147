/* The arms of ?:, also within each other and GNU's a ?: b. */
int g(int);
int choice(int a, int b, int x)
{
    g(a && b ? a : b), g((a && b));
    x = a ?: b;
    return a ? b ? 1 : 2 : b ? (g(1), 3) : 4 + (x ? 1 : a);
}
