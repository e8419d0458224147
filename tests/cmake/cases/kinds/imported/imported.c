int f_imported(void)
{
    return 0;
}
