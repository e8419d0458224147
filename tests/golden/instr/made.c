/* Functions that macros make whole. */
int g(int, ...);
#define FUNC(name) int name(int a) { g(a); return a; }
FUNC(made)
static FUNC(beside) FUNC(another)
#define INNER(name) int name(void) { return 1; }
#define OUTER(name) INNER(name##_inner) int name##_outer(void) { \
    { g(1); }                                                    \
    return 2; } int name##_value = sizeof(struct { int a; })
OUTER(nested);
#define BODY { g(3); return 3; }
int by_body(void) BODY
int not_at_file_scope(int a)
{
    if (a)
        BODY
    return a;
}
#define DEFINE(name, params, ...) int name params __VA_ARGS__
DEFINE(by_argument, (int a, int b), {
    if (a)
        return b;
    return a;
})
/* left alone: the same brace is not a function's alone; it can be seen in a string; it is pasted */
#define TWICE(name) int name##_one(void) BODY int name##_two(int a) { if (a) BODY return 1; }
TWICE(twice)
#define SHOWN(name, body) int name(void) body const char name##_text[] = #body;
SHOWN(shown, { return 1; })
#define SHOW_OUTER(name) SHOWN(name, { return 2; })
SHOW_OUTER(shown_outer)
#define PASTED(name, x) int name(int a) x ## { return 1; }
PASTED(pasted, )
/* what a macro began is ended by the text */
#define AND_OPEN(name) int name##_whole(void) { return 1; } int name##_begun(int a) {
#define CALL(x) g(x)
AND_OPEN(two)
    CALL(a);
    if (a)
        CALL(1);
    return 1;
}
/* one brace makes several, whose probe asks for the name */
#define EACH(name) INNER(name##_first) INNER(name##_second)
EACH(list)
