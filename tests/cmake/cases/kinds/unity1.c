int f_unity1(void)
{
    return 0;
}
