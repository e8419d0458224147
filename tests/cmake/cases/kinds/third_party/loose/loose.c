int f_loose(void)
{
    return 0;
}
