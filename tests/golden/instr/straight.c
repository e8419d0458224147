/* Statements without jumps are one unit, to behind the block's brace. */
int straight(int a)
{
    int b;
    int c = a;
    b = c;
    return b;
}
