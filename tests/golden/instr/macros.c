/* What macros make of statements, and what the expander must know to see it. */
int g(int, ...);
#define CALL(x) g(x)
#define BLOCK(x) { g(x); g(x); }
#define LOOP(x) do { g(x); } while (0)
#define CHECK(x) do { if (!(x)) return -1; } while (0)
#define FOREACH(i, n) for (int i = 0; i < (n); i++)
#define UNLESS(x) if (!(x))
#define BEGIN {
#define END }
#define EMPTY
#define SELF SELF2
#define SELF2 SELF
#define CAT(a, b) a##b
#define XCAT(a, b) CAT(a, b)
#define RET re##turn
#define STR(x) #x
#define VA(fmt, ...) g(fmt, __VA_ARGS__)
#define GNU(fmt, args...) g(fmt, ## args)
#define OPT(fmt, ...) g(fmt __VA_OPT__(,) __VA_ARGS__)
#define FUNC(name) int name(int a) { g(a); return a; }
#define PASS(code) code
#define OPEN (
int used(int a)
{
    int SELF = 1;
    CALL(1);
    BLOCK(2)
    LOOP(3);
    CHECK(a);
    CALL(4);
    FOREACH(i, 3) g(i);
    FOREACH(i, 3) {
        g(i);
    }
    UNLESS(a) BLOCK(5)
    if (a)
        CALL(6);
    else
        LOOP(7);
    if (a) BEGIN
        g(8);
    END
    EMPTY
    g(9); EMPTY g(10);
    VA(1, 2, 3);
    GNU(1);
    GNU(1, 2);
    OPT(1);
    OPT(1, 2);
    PASS(g(11); if (a) { g(12); });
    CALL OPEN 13);
    CALL
    (14);
    g(sizeof STR(a "b" ')'));
    XCAT(a, ) = 1;
    RET a;
}
FUNC(made)
int CAT(pas, ted)(int a)
{
    return a;
}
#undef CALL
int CALL(int a)
{
    return a;
}
/* What an invocation makes and doesn't end is one statement, counted where it begins. */
#define TWICE for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++)
#define SCOPE(x) do { int i = (x); for (; i < 3; i++) {
#define SCOPE_END } } while (0)
#define OTHERWISE(x) if (x) g(1); else
#define PUSH { g(1); g(2);
#define POP(x) do { } while (0); } g(x); if (x) g(3)
#define LABEL(x) g(1); x: g(2)
int half(int a)
{
    TWICE { g(3); }
    TWICE g(4);
    SCOPE(a) g(5); g(6); SCOPE_END;
    OTHERWISE(a) g(7);
    PUSH POP(a);
    LABEL(again);
    if (a)
        SCOPE(a) g(8); SCOPE_END;
    return a;
}
