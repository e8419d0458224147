/* Line splices within words and directives. */
int g(int);
#define TWO_LINES(a, b) \
    g(a); \
    g(b)
int splices(int a)
{
    re\
turn_value: g(1);
    i\
f (a)
        g(2);
    TWO_LINES(1, 2);
    TWO_LINES(3,
              4);
    goto return_value;
}
