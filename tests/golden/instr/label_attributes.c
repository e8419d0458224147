/* Attributes between labels, before a loop. */
int labelled(int a)
{
first: __attribute__((unused)) second: __attribute__((unused)) for (; a; a--)
        a++;
    if (a)
        goto first;
    goto second;
}
