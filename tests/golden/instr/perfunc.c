/* With perfunc granularity a function is one unit of one statement. */
int g(int);
int perfunc(int a)
{
    if (a)
        g(a);
    return a;
}
