int lib(int a);
int lib(int a)
{
    if (a > 1)
        return 0;
    return a - 1;
}
