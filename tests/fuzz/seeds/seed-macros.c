# 1 "a.c"
#define F(x, ...) x __VA_OPT__(+) __VA_ARGS__ ## 1
#define RETURN(r) { ret = r; goto out; };
#define EACH(p, l) for ((p) = (l); (p); (p) = (p)->next)
#define S(x) #x
#if defined F && !defined(G) || __has_include("a.h")
int f(int a) { int ret = F(1, 2); if (a) RETURN(S(a)); EACH(p, q) if (p) continue; out: return ret; }
#elif 1
#else
#endif
#define MAKE(n) static int n(void) { return 1; }
MAKE(g)
