/* Operands in the heads of loops and of switch. */
int g(int);
int loops(int a, int b)
{
    int x = 0;
    while (a && g(x) || b)
        x--;
    for (int i = 0, j = a ? 1 : b; i < 10 && g(i); i += a ?: b)
        x += j;
    do
        x++;
    while (x < 10 && g(x));
    switch (a && b) {
    case 1 ? 1 : 2:
        break;
    }
    return x;
}
