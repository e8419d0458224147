/* A call ends a unit if the type of what is called says that it does not return. */
#include <stdlib.h>
#include <threads.h>
typedef void (*fatal_fn)(int) __attribute__((noreturn));
typedef __attribute__((noreturn)) void fatal_t(int);
typedef fatal_fn other_fn;
typedef struct ops { int n; void (*die)(int) __attribute__((noreturn)); fatal_fn end; fatal_t *last; } ops_t;
fatal_t gone;
fatal_fn get(void);
fatal_fn table[3];
static void nested(void (*cb)(int) __attribute__((noreturn)), fatal_t *q) {
    cb(1);
    q(2);
    nested(0, 0);
    get(); /* returns a pointer */
}
[[noreturn]] void c23(void);
_Noreturn void c11(void);
int f(struct ops *o, fatal_fn p, int a) {
    other_fn u = p;
    __typeof__(exit) *w = exit;
    void (*loc)(void) __attribute__((noreturn)) = 0;
    a++; (exit)(0);
    a++; (*p)(1);
    a++; u(1);
    a++; w(1);
    a++; loc();
    a++; o->die(1);
    a++; (*o->end)(1);
    a++; o[1].last(1);
    a++; table[0](1);
    a++; ((fatal_fn)u)(1);
    a++; gone(2);
    a++; c23();
    a++; c11();
    a++; (&exit)(3);
    a++; thrd_exit(3);
    if (u) (void)(a + 1); /* no calls */
    a++;
    if (p) (a)++;
    return (int)(a) + (int)sizeof(fatal_fn);
}
