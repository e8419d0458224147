/* case and default end a unit; the next begins behind them. */
int g(int);
int switch_cases(int a)
{
    switch (a) {
        int unused;
    case 1:
    case 2:
        g(1);
        break;
    case 3: {
        g(2);
    }
    case 4 ? 5 : 6:
        unused = 1;
        (void)unused;
        /* fallthrough */
    default:
        g(3);
    }
    return 0;
}
