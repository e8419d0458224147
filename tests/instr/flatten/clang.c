/* What only Clang's text keeps as it stands. */
#define TWICE 1
#define TWICE 2
#define CAFÉ "é" // in UTF-8
#define NESTED /* /* */ 1 /* and
 another /* */ + 2
#define __STDC_SOMETHING__ 1
#ident "ident"
#pragma push_macro("TWICE")
#undef TWICE
#define TWICE 3
#if TWICE == 3
int pushed = TWICE;
#endif
#pragma pop_macro("TWICE")
#if TWICE == 2
int popped = TWICE;
#endif
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations" /* of
 two lines */
#pragma clang diagnostic pop
#pragma message "a message"
#warning a warning
#include <stdatomic.h>
#include "crlf.h"
#if __has_feature(c_alignas) && __is_identifier(name) && !__has_feature(modules) && __has_builtin(__builtin_trap) && L'\0' - 1 < 0
int asked = CRLF;
#endif
#define CALL(x, y) x + y
int sum(int a)
{
    int b = 0;
#pragma omp parallel for
    for (int i = 0; i < a; i++)
        b += CALL(i, 1);
    return b;
}
#if 0
1
2
3
4
5
6
7
8
9
#endif
int behind_a_gap;
int embedded(void)
{
    return CALL(1,
#ifdef __clang__
2
#else
3
#endif
);
}
