/* The branches of if get braces where they have none. */
int g(int);
int if_else(int a)
{
    if (a)
        g(1);
    if (a > 1) g(2); else g(3);
    return 0;
}
