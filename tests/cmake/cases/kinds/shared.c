int f_shared(void)
{
    return 0;
}
