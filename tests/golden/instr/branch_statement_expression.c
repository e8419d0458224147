/* Operands within and around a statement expression. */
int statement(int a, int b)
{
    int x = ({ int z = a && b; z || a; }) && b;
    return x;
}
