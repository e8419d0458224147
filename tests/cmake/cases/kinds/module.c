int f_module(void)
{
    return 0;
}
