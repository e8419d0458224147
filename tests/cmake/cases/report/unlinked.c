int unlinked(int n)
{
    if (n)
        return 1;
    return n;
}
