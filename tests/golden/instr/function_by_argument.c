/* A body that is a macro's argument. */
#define DEFINE(name, params, ...) int name params __VA_ARGS__
DEFINE(by_argument, (int a, int b), {
    if (a)
        return b;
    return a;
})
