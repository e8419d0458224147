/* Functions are known not to return by name, specifier or attribute, also in macros and headers. */
#include <assert.h>
#include <stdlib.h>
void go_on(void);
_Noreturn void fatal(const char *);
__attribute__((noreturn)) void die(int, ...);
[[noreturn]] void gone(void);
void local(void)
{
    void nested(void) __attribute__((noreturn)); /* says nothing of local() */
    go_on();
}
#define DIE(x) die(1, #x)
#define CHECK(x) do { if (!(x)) fatal(#x); } while (0)
int diverts(int a)
{
    a++;
    if (a == 1)
        fatal("text");
    a == 2 || (die(3), 1);
    a++;
    a == 3 ? gone() : (void)0;
    DIE(4);
    CHECK(a > 4);
    assert(a > 5);
    a++;
    local();
    return a;
}
