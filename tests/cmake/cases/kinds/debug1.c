int f_debug1(void)
{
    return 0;
}
