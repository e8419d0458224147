/* Variadic macros of C99, GNU and C23. */
int g(int, ...);
#define VA(fmt, ...) g(fmt, __VA_ARGS__)
#define GNU(fmt, args...) g(fmt, ## args)
#define OPT(fmt, ...) g(fmt __VA_OPT__(,) __VA_ARGS__)
void variadic(void)
{
    VA(1, 2, 3);
    GNU(1);
    GNU(1, 2);
    OPT(1);
    OPT(1, 2);
}
