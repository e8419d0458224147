/* Calls each kind's function another number of times. */
#include <dlfcn.h>
#include <stddef.h>

#include "bits.h"
#include "heads.h"
#include "iface.h"
#include "imported.h"

int f_static(void), f_obj(void), f_shared(void), f_unity1(void), f_unity2(void), f_generated(void), f_loose(void), f_reuse(void);

static int call(int (*f)(void), int times)
{
    int sum = 0;
    while (times-- > 0)
        sum += f();
    return sum;
}

int main(void)
{
    void *module = dlopen(MODULE_FILE, RTLD_NOW);
    int (*f_module)(void) = NULL;
    if (module)
        *(void **)&f_module = dlsym(module, "f_module");
    if (f_module == NULL)
        return 1;
    return call(f_static, 2) + call(f_obj, 3) + call(f_shared, 4) + call(f_unity1, 5) + call(f_unity2, 6) + call(f_generated, 7) + call(f_loose, 8) +
           call(f_module, 9) + call(f_iface, 10) + call(f_heads, 11) + call(f_reuse, 12) + call(f_bits, 13) + call(f_imported_inline, 14);
}
