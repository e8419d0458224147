/* Attributes and specifiers of functions; a declaration is no definition. */
static __attribute__((noinline, unused)) int attributed(int a) __attribute__((const));
static int attributed(int a) { return a; }
inline int external_inline(int a) { return a; }
