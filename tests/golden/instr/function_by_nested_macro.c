/* A macro that makes functions of another's braces and of its own. */
int g(int);
#define INNER(name) int name(void) { return 1; }
#define OUTER(name) INNER(name##_inner) int name##_outer(void) { \
    { g(1); }                                                    \
    return 2; } int name##_value = sizeof(struct { int a; })
OUTER(nested);
