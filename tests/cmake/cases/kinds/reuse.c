int f_reuse(void)
{
    return 0;
}
