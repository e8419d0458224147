int f_unity2(void)
{
    return 0;
}
