int extra(int a);
int extra(int a)
{
    if (a)
        return 1;
    return 0;
}
