#include "bits.h"
int f_static(void), f_obj(void), f_shared(void), f_unity1(void);
int main(void)
{
    return f_static() + f_obj() + f_shared() + f_unity1();
}
