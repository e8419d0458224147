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

# A link command says each source's warnings once, too.
case_link_commands() {
    same 'CC -Wall w.c clean.c -shared -fPIC -o lib.so' lib.so
    same 'CC -Wall -Werror w.c clean.c -shared -fPIC -o lib.so'
    same 'CC -Wall -c w.c clean.c' w.o clean.o
    same 'CC -Wall -save-temps -c w.c clean.c' w.o clean.o
    same 'CC -Wall -Werror -save-temps -c w.c clean.c'
}

suite_run
