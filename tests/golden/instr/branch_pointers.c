/* Arms keep their types: null pointers, structures, labels, strings. */
struct pair { int x, y; } *pairs(int a, struct pair *p, struct pair *q)
{
    void *null = a ? (void *)0 : 0, *label = a ? &&here : &&there;
    const char *text = a ? "a" : "bc";
    goto *(a ? label : null);
here:
    *(a ? p : q) = *p;
there:
    return a && *text ? p : q ?: (void *)0;
}
