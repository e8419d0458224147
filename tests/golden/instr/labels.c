/* A label ends a unit; what it labels in a branch is one block with it. */
int g(int);
int labels(int a)
{
    goto middle;
start:
    g(1);
middle:
    g(2);
    if (a)
        again: g(3);
    if (a > 4) goto start;
    if (a > 5) goto again;
end: ;
    return 1;
}
