int f_static(void)
{
    return 0;
}
