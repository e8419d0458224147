/* A call of setjmp ends a unit, unless it is not evaluated. */
#include <setjmp.h>
int twice(int a, jmp_buf buffer)
{
    int b = setjmp(buffer);
    a++;
    (void)sizeof(setjmp(buffer));
    return a + b;
}
