int twice(int a);
int twice(int a)
{
    if (a < 0)
        return 0;
    return 2 * a;
}
