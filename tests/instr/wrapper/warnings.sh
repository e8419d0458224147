# A covered build says what the plain build says: the same text, once, with the same exit status.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
mkdir "$TREE"
cat >"$TREE/w.c" <<'END'
// a comment of C99
#include <stdio.h>
#warning "from the preprocessor"
#ifdef TWICE
#define TWICE 3
#endif
#define UNUSED_MACRO 1
static int unused_function(int a) { return a; }
int implicit(int x)
{
    switch (x) {
    case 1:
        x++;
    case 2:
        x--; /* fall through */
    case 3:
        x += 2;
        break;
    default:
        ;
    }
    return x;
}
int misleading(int a, int b)
{
    if (a)
        b++;
        b--;
    if (a) if (b) return 1; else return 2;
    for (a = 0; a < b; a++);
        b++;
    if (a == 3);
    if (a) ; else ;
    while (a--)
        if (b)
            a--;
        else
            b++;
    return b;
}
int mixed(int p)
{
    p++;
    int later = p;
    for (int i = 0; i < 3; i++)
        later += i;
    p == 3;
    later + 1, p;
    if (p = later)
        return 1;
    printf("%s\n", p);
}
int unused(int parameter, int other)
{
    int variable, assigned;
    assigned = 3;
lonely:
    return other && 1 || 2;
}
int uninitialized(int n)
{
    int u;
    if (n > 3)
        u = 1;
    return u;
}
long long literal = 12LL;
int shift(unsigned u) { if (u < 0) return 1 << 40; return u / 0; }
char *constant(const char *s) { char *t = s; return t; }
int forever(void) { for (;;) { } return 3; }
void nothing(void) { ; }
int empty_else(int a) { if (a) { return 1; } else ; return 0; }
END
cat >"$TREE/clean.c" <<'END'
int clean(int a)
{
    int b = 0;
    if (a)
        b = 1;
    else if (a > 2)
        b = 2;
    for (int i = 0; i < a; i++)
        b += i;
    a++;
    int c = a;
    switch (c) {
    case 1:
        b++;
        /* fall through */
    case 2:
        b++;
        __attribute__((__fallthrough__));
    default:
        b--;
    }
    return a && b ? c : b;
}
END

case_warned() {
    for options in '' -w -Wall '-Wall -Wextra' '-Wall -Wextra -O2' '-Wall -Wextra -fdiagnostics-color=always' '-Wall -Wno-unused' \
        '-std=c89 -pedantic' '-std=gnu89 -Wdeclaration-after-statement' '-std=c99 -pedantic' '-Wunused-macros -Wundef' \
        '-Wmisleading-indentation -Wdangling-else' -Wimplicit-fallthrough -Wempty-body -Wunused-value -Wunused-label '-Wall -Wno-cpp' \
        '-Wunreachable-code -Wreturn-type' '-Wall -fsyntax-only'; do
        same "CC $options -c w.c"
    done
}

case_errors() {
    for options in -Werror '-Wall -Werror' '-Wall -Wextra -Werror -O2' '-std=c89 -pedantic-errors' '-Werror=declaration-after-statement' \
        '-Werror=implicit-fallthrough' '-Wall -Werror -Wno-error=unused-variable' '-Wall -Werror -fdiagnostics-color=always' \
        '-Wall -Wfatal-errors -Werror'; do
        same "CC $options -c w.c"
        same "CC $options -c clean.c -o out.o"
    done
}

case_clean() {
    for options in '-Wall -Wextra -Werror' '-std=c99 -pedantic-errors -Wall -Wextra -Werror' '-std=c11 -Wpedantic -Werror=pedantic -Wall'; do
        same "CC $options -c clean.c" clean.o
    done
    [ $KIND = gcc ] || same 'CC -Weverything -c clean.c' clean.o
}

# What probes would hide, each in a file of its own.
case_hidden_by_probes() {
    printf '%s\n' 'int g(int);' 'int f(int a) { if (a == 3) g(1); else if (a) g(2); else if (a == 3) g(3); return 0; }' >"$TREE/conditions.c"
    printf '%s\n' 'int g(int);' 'int f(int a) { if (a) { g(a); g(2); } else { g(a); g(2); } return 0; }' >"$TREE/branches.c"
    printf 'extern int x;\nint f(int a) { if (a) return x; return 2; }\n' >"$TREE/pure.c"
    [ $KIND = clang ] ||
        same 'CC -Wduplicated-cond -c conditions.c; CC -Wduplicated-branches -c branches.c; CC -O2 -Wsuggest-attribute=pure -c pure.c;
        CC -Werror=duplicated-cond -c conditions.c -o c.o' conditions.o branches.o pure.o
}

# Operands that compilers speak of when they are a truth value's, each in a file of its own: another warning would have all of them said again.
case_operands() {
    number=0
    while read -r statement; do
        number=$((number + 1))
        printf '%s\n' 'int g(int);' 'extern int array[3];' "int f(int a, int b, int *p, unsigned u) { int r = p ? (int)u : a; $statement return r + b; }" \
            >"$TREE/o$number.c"
    done <<'END'
if (a && array) r++;
if (a && g) r++;
if (a && (b << 1)) r++;
if (a && (b ? 2 : 3)) r++;
if (a && &b) r++;
if (a || b && g(1)) r++;
if (a && a) r++;
if (a < 5 || a > 2) r++;
a && b == 3;
r += a + (b == 3) ? 1 : 2;
r += a ? -1 : u;
r += p ?: a;
while (a && b); r++;
r += a && g(b) ? b : g(a);
END
    COVER_OPTIONS=--intraline
    same "CC -Wall -Wextra -c o*.c"
    for options in '' '-Wall -Wextra' '-Wall -Wextra -Wlogical-op -Wno-unknown-warning-option'; do
        same "for i in $(seq -s ' ' $number); do CC $options -c o\$i.c || exit; done" o1.o o$number.o
    done
    same 'CC -Wall -Wextra -O2 -c w.c'
    same 'CC -Wall -Wextra -Werror -O2 -c clean.c' clean.o
    COVER_OPTIONS=
}

# Warnings about statements without braces, which have braces in the instrumented text, each in a file of its own: another
# warning in the same file would have all of them shown.
case_braces() {
    number=0
    while IFS= read -r statement; do
        number=$((number + 1))
        printf 'int g(int);\nint f(int a, int b, int c)\n{\n%b    return a + b + c;\n}\n' "$statement" >"$TREE/b$number.c"
    done <<'END'
    if (a)\n        switch (b)\n        case 0:\n            if (c)\n                g(1);\n    else\n        g(2);\n
    if (a)\n        switch (b) default: for (;;) if (c)\n                g(1);\n    else\n        g(2);\n
    if (a)\n    label:\n        if (c)\n            g(1);\n        else\n            goto label;\n
    if (a)\n        while (b)\n            if (c)\n            b--;\n    else\n        c--;\n
    if (a)\n        if (b)\n            a++;\n    else\n        a--;\n
    while (g(a));\n        a++;\n
    for (; g(a);)\n        ;\n        a++;\n
    for (; g(a);); {\n        a++;\n    }\n
    if (a) b++; else;\n        c++;\n
    if (a)\n\tb++;\n        c++;\n
    for (; a; a--)\n  b++;\n  c++;\n
    switch (a) {\n        g(1);\n    case 1:\n        b++;\n    }\n
    switch (a) {\n        int d = 3;\n        b = d;\n    case 1:\n        b++;\n    }\n
    switch (a) {\n        for (int i = 0; i < 2; i++)\n            g(i);\n    default:\n        b++;\n    }\n
    if (a + sizeof(enum { one }))\n        b = sizeof(enum { one });\n
END
    for COVER_OPTIONS in --mode=set --mode=atomic; do
        for options in '' -Wall '-Wall -Wextra -Werror -O2' -std=gnu90; do
            same "for i in $(seq -s ' ' $number); do CC $options -c b\$i.c; done"
        done
    done
    COVER_OPTIONS=
}

# Warnings that need the optimiser's data flow, each in a file of its own.
case_data_flow() {
    number=0
    while read -r text; do
        number=$((number + 1))
        printf '%s\n' "$text" >"$TREE/d$number.c"
    done <<'END'
void fill(const int *); int f(void) { int a[4]; fill(a); return 0; }
int f(int n) { int a; if (n > 3) a = 1; return a; }
int f(void) { int a; return a; }
int f(int n) { char a[n]; return a[1]; }
int g(int); int f(int n) { int a[4]; int s = 0; while (n--) s += g(a[n & 3]); return s; }
struct s { int a, b; }; int f(void) { struct s s; s.a = 1; return s.a + s.b; }
int f(int n) { int a[4] = {0}; if (n) return a[7]; return a[0]; }
int a[3]; int f(void) { int s = 0; for (int i = 0; i <= 3; i++) s += a[i]; return s; }
char a[4]; void f(void) { __builtin_memset(a, 0, 9); }
char a[4]; void f(void) { __builtin_strcpy(a, "longer"); }
char a[4]; void f(int n) { if (n) __builtin_memcpy(a + 2, "abcdef", 4); }
int f(int i) { return i - 5 < 10; }
int f(int i) { return __builtin_abs(i) >= 0; }
void g(void *); void f(void) { int a; __builtin_free(&a); }
char a[4]; void f(int n) { __builtin_sprintf(a, "%d", n & 0xffff); }
void *f(void) { void *p = __builtin_malloc(3); __builtin_free(p); return p; }
int *f(void) { int a = 3; return &a; }
int f(int *p) { if (p) return 1; return *p; }
static inline int f() { }
END
    for COVER_OPTIONS in --mode=set --mode=count --mode=atomic; do
        for options in '-Wall -Wextra' '-O1 -Wall' '-O2 -Wall -Wextra -Wstrict-overflow=3' '-Os -Wall -Werror' '-O3 -Wall -Wnull-dereference'; do
            same "for i in $(seq -s ' ' $number); do CC $options -c d\$i.c; done"
        done
    done
    COVER_OPTIONS=
}

# Unknown options in pragmas.
case_pragmas() {
    printf '%s\n' '#pragma GCC diagnostic ignored "-Wno-such-warning"' '#pragma clang diagnostic ignored "-Wno-such-warning"' \
        'int f(int a) { if (a) return 1; return 2; }' >"$TREE/pragma.c"
    for options in '' -Wall -pedantic '-Wall -Werror' '-std=c99 -pedantic-errors -Wno-unknown-pragmas'; do
        same "CC $options -c pragma.c"
    done
}

# A link command says each source's warnings once, too.
case_link_commands() {
    same 'CC -Wall w.c clean.c -shared -fPIC -o lib.so' lib.so
    same 'CC -Wall -Werror w.c clean.c -shared -fPIC -o lib.so'
    same 'CC -Wall -c w.c clean.c' w.o clean.o
    same 'CC -Wall -save-temps -c w.c clean.c' w.o clean.o
    same 'CC -Wall -Werror -save-temps -c w.c clean.c'
}

suite_run
