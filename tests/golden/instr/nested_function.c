/* GNU: a nested function is cut with its function. */
int nested(int a)
{
    int inner(int b) { if (b) return 1; return 2; }
    return inner(a);
}
