/* Code that is passed through a macro has no places for probes. */
int g(int);
#define PASS(code) code
int pass(int a)
{
    PASS(g(11); if (a) { g(12); });
    return a;
}
