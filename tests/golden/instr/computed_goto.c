/* GNU: case ranges, labels as values, computed goto, attributes of labels. */
int g(int);
int ranges(int a)
{
    static void *const labels[] = {&&one, &&two};
    switch (a) {
    case 1 ... 5:
        g(1);
    }
    goto *labels[a];
one:
    g(1);
two: __attribute__((unused));
    g(2);
    return a ?: 1;
}
