/* A function that a macro makes is one unit; the probe is in the macro. */
int g(int);
#define FUNC(name) int name(int a) { g(a); return a; }
FUNC(made)
static FUNC(beside) FUNC(another)
