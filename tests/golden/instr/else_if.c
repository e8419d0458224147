/* An else-if is a branch with a unit of its own. */
int g(int);
int else_if(int a)
{
    if (a > 2) {
        g(4);
    } else if (a > 3) {
        g(5);
    } else
        g(6);
    return 0;
}
