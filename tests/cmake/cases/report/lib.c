int lib(int n)
{
    if (n == 1) {
        return 10;
    }
    if (n == 2) {
        return 20;
    }
    if (n == 3) {
        return 30;
    }
    return 0;
}
