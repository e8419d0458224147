int vendored(void);
int vendored(void)
{
    return 0;
}
