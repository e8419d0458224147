#!/bin/sh
# constructs.sh COVERCC COVDATA WORK: every construct of real C code, each in a program of its own whose every statement runs: built by each compiler that
# knows it at -O0 with intraline units (mode count) and at -O2 without (mode atomic), it prints what the plain build prints, and all of it is covered. Nothing is left
# alone but what a case says.
set -u
. "$(dirname "$0")/../../lib/suite.sh"
covercc=$1 covdata=$2
suite_start "$3"

complain() {
    error "$name, $compiler $options: $*"
}

judge() {
    # shellcheck disable=SC2086
    $compiler $options $flags p.c -o plain 2>plain.err || {
        cat plain.err
        complain "the plain build fails"
        return
    }
    rm -rf data skipped
    # shellcheck disable=SC2086
    "$covercc" --root="$work" --module=m --skipped=skipped $unit_options $compiler $options $flags p.c -o covered 2>covered.err ||
        {
            cat covered.err
            complain "not built"
            return
        }
    cmp -s plain.err covered.err || {
        diff plain.err covered.err
        complain "says something else"
    }
    touch skipped
    sed 's/^[^ ]* \([^:]*\): .*/\1/' skipped | sort | tr '\n' ' ' >left
    [ "$(cat left)" = "${left:+$left }" ] || {
        cat skipped
        complain "skipped: $(cat left)"
    }
    ./plain >plain.out 2>&1
    plain_status=$?
    COVERDIR=data ./covered >covered.out 2>&1
    [ $? -eq $plain_status ] || complain "another exit status"
    cmp -s plain.out covered.out || {
        diff plain.out covered.out
        complain "another output"
    }
    "$covdata" func -i=data | grep -v '100\.0%' && complain "not all of it is covered"
    "$covdata" func -i=data | grep -q '100\.0%' || complain "nothing is covered"
}

# construct NAME "COMPILER…" FLAGS [LEFT-ALONE…] <PROGRAM
construct() {
    name=$1 compilers=$2 flags=$3
    shift 3
    left=$*
    cat >p.c
    for compiler in $compilers; do
        command -v "$compiler" >/dev/null 2>&1 || {
            echo "SKIP: no $compiler"
            continue
        }
        options=-O0 unit_options="--mode=count --intraline"
        judge
        options="-O2 -Wall" unit_options=--mode=atomic
        judge
    done
}
both="gcc clang"

# counted NAME "COMPILER…" FLAGS <PROGRAM: lines that end in `//= N` run N times, those with `//= -` are no code. All processes of the
# program have ended when it ends.
counted() {
    name=$1 compilers=$2 flags=$3
    cat >p.c
    for compiler in $compilers; do
        command -v "$compiler" >/dev/null 2>&1 || {
            echo "SKIP: no $compiler"
            continue
        }
        for options in -O0 -O2; do
            rm -rf data
            # shellcheck disable=SC2086
            "$covercc" --root="$work" --module=m --mode=count "$compiler" $options $flags p.c -o covered || complain "not built"
            COVERDIR=data ./covered >/dev/null 2>&1
            "$covdata" lcov -i=data | sed -n 's/^DA:\([0-9]*\),\([0-9]*\).*/\1 \2/p' >lines
            awk 'NR == FNR { runs[$1] = $2; next }
                sub(/.*\/\/= /, "") && $0 != (FNR in runs ? runs[FNR] : "-") { print "line " FNR " runs " runs[FNR] " times, not " $0 }' \
                lines p.c >wrong
            [ ! -s wrong ] || {
                cat wrong
                complain "other counts"
            }
        done
    done
}

case_kr_definitions() {
    construct "K&R definitions" "$both" "-std=gnu89 -w" <<'END'
int add(a, b) int a; short b; { return a + b; }
char *first(s, n) register char *s; { while (*s == ' ') s++; return s; }
main() { printf("%d %s\n", add(1, 2), first("  x", 0)); return 0; }
END
}

case_nested_functions() {
    construct "nested functions" gcc "-w" <<'END'
int main(void)
{
    int base = 3;
    auto int later(int);
    int add(int a) { if (a) base += a; return base; }
    int later(int a) { return add(a) + 1; }
    return add(1) + later(2) - 11;
}
END
}

case_statement_expressions() {
    construct "statement expressions" "$both" "-w" <<'END'
#define MAX(a, b) ({ __typeof__(a) x = (a), y = (b); x > y ? x : y; })
int puts(const char *);
int main(void)
{
    int a = ({ int b = 2; if (b) b++; b; }), c = ({ puts("x"); MAX(a, 4); });
    if (({ a++; a; }) && ({ c--; c; }))
        puts(({ "in an argument"; }));
    for (int i = ({ 0; }); ({ i < 2; }); ({ i++; }))
        a += ({ goto out; out: i; });
    return ({ MAX(a, c); }) - 5;
}
END
}

case_computed_goto_label_addresses() {
    construct "computed goto, label addresses, label differences" "$both" "-w" <<'END'
int main(void)
{
    static void *const table[] = {&&one, &&two, &&done};
    static const int offsets[] = {&&one - &&one, &&two - &&one};
    int i = 0, sum = 0;
next:
    goto *table[i++];
one:
    sum++;
    goto next;
two:
    sum += 2;
    goto *(&&one + offsets[1] != &&two ? &&one : table[i++]);
done:
    return sum - 3;
}
END
}

case_local_labels() {
    construct "local labels" "$both" "-w" <<'END'
#define FIND(x) ({ __label__ found; int n = 0; for (; n < 9; n++) if (n == (x)) goto found; found: n; })
int main(void)
{
    { __label__ out; int a = 1; if (a) goto out; out: a++; }
    return FIND(3) + FIND(4) - 7;
}
END
}

case_case_ranges_duffs_device() {
    construct "case ranges, Duff's device, declarations in a switch, variables that the compiler initialises" "$both" "-w -ftrivial-auto-var-init=pattern" <<'END'
int copy(char *to, const char *from, int count)
{
    int n = (count + 3) / 4;
    switch (count % 4) {
        int unused;
    case 0: do { *to++ = *from++;
    case 3:      *to++ = *from++;
    case 2:      *to++ = *from++;
    case 1:      *to++ = *from++;
            } while (--n > 0);
    }
    return count;
}
int kind(int c)
{
    switch (c) {
    case '0' ... '9': return 1;
    case 'a' ... 'f': case 'A' ... 'F': return 2;
    case -5 ... -1: return 3;
    default: return 0;
    }
}
int main(void)
{
    char buffer[16];
    return copy(buffer, "0123456789", 10) + kind('7') + kind('B') + kind(-2) + kind(200) - 16;
}
END
}

case_declarations_and_labels_anywhere() {
    construct "declarations and labels anywhere" "gcc clang-19" "-std=gnu2x -w" <<'END'
int main(void)
{
    int a = 1;
    goto label;
label:
    int b = 2;
    switch (a) {
    case 1:
        int c = 3;
        a += c;
        break;
    case 2:
    }
    if (b) goto end;
end:
}
END
}

case_c23_attributes_nullptr_constexpr() {
    construct "C23: attributes, nullptr, constexpr, typeof, auto, digit separators, bool" "clang-19" "-std=c23" <<'END'
#include <stdio.h>
[[nodiscard]] static int number(void) { return 1'000; }
[[gnu::always_inline]] static inline void unnamed(int, char *) { puts("unnamed"); }
enum small : unsigned char { A, B = 2 };
int main(void)
{
    constexpr int size = 4 ? 3 : 2;
    [[maybe_unused]] int *p = nullptr, array[size] = {};
    auto n = number();
    typeof(n) m = n;
    bool yes = true && m;
    unnamed(1, nullptr);
    static_assert(sizeof(array) == 3 * sizeof(int));
    switch (n) {
    case 1000:
        m++;
        [[fallthrough]];
    default:
        [[likely]] m++;
    }
    if (yes) [[likely]] { m++; } else [[unlikely]] ;
    return printf("%d %d %#b\n", m, p == nullptr ? B : A, 0b101u);
}
END
}

case_generic() {
    construct "_Generic" "$both" "" <<'END'
#include <stdio.h>
static const char *of_int(int a) { return a ? "int" : "0"; }
static const char *of_double(double a) { return a > 0 ? "double" : "0.0"; }
#define NAME(x) _Generic((x), int: of_int, double: of_double, char *: _Generic((x), char *: of_int, default: of_double))(x)
int main(void)
{
    printf("%s %s %s %s\n", NAME(1), NAME(2.0), NAME(0), NAME(-1.0));
    return _Generic(1 && 0, int: 1, default: 0) - 1;
}
END
}

case_attributes_in_gnu_form() {
    construct "attributes in GNU form" "$both" "-w" <<'END'
__attribute__((noinline, used)) static int f(int a __attribute__((unused))) { return 1; }
int __attribute__((cold)) g(void) { __attribute__((unused)) int x = 2; return x; }
static int (__attribute__((noinline)) h)(void) { return 3; }
struct __attribute__((packed)) s { char c; int i; } __attribute__((aligned(8)));
int main(void)
{
    struct s v = {1, 2};
    switch (v.c) {
    case 1:
        v.i++;
        __attribute__((fallthrough));
    default:;
    }
here: __attribute__((unused));
    return f(0) + g() + h() + v.i - 9;
}
END
}

case_asm_goto_asm_with() {
    construct "asm goto, asm with operands" "$both" "-w" <<'END'
int main(void)
{
    int a = 1, b;
    __asm__("" : "=r"(b) : "0"(a ? 2 : 3), "r"(a && 1));
    __asm__ goto("" : : "r"(a) : : never);
    asm volatile("" ::: "memory");
    return b - 2;
never:;
}
END
}

case_auto_type_vlas_variably() {
    construct "__auto_type, VLAs, variably modified parameters" "$both" "-w" <<'END'
int sum(int n, int a[n > 0 ? n : 1], int (*m)[n && 1]) { int s = 0; for (int i = 0; i < n; i++) s += a[i]; return s; }
int main(void)
{
    __auto_type n = 3;
    int array[n ? n : 1], other[n + 1][n && 2];
    for (int i = 0; i < n; i++) array[i] = i;
    return sum(n, array, other) + (int)(sizeof(array) / sizeof *array) - 6;
}
END
}

case_static_assert() {
    construct "_Static_assert" "$both" "" <<'END'
_Static_assert(sizeof(int) >= 2 && 1, "outside");
int main(void)
{
    _Static_assert(1 ? 1 : 0, "inside");
    for (int i = 0; i < 1; i++) { _Static_assert(1 || 0, "in a loop"); }
    return 0;
}
END
}

case_macros_that_are_saved() {
    construct "macros that are saved" "$both" "-w" <<'END'
#define N 10
#pragma push_macro("N")
#undef N
#define N 11
int inner(void) { return N; }
#pragma pop_macro("N")
int main(void) { return inner() - N - 1; }
END
}

case_openmp() {
    construct "OpenMP" gcc "-fopenmp -w" <<'END'
#include <stdio.h>
int main(void)
{
    int total = 0, n = 4;
#pragma omp parallel for collapse(2) reduction(+ : total)
    for (int i = 0; i < n; i++)
        for (int j = 0; j < (n ? n : 1); j++)
            total += i * j;
#pragma omp parallel for reduction(+ : total) if (n && total)
    for (int i = 0; i < n; i++) total += i && 1;
#pragma omp parallel
    {
#pragma omp single
        total++;
#pragma omp barrier
#pragma omp critical
        if (n) n = 4;
    }
#pragma omp parallel sections
    {
#pragma omp section
        n += 0;
#pragma omp section
        printf("%d\n", total > 0 ? 1 : 0);
    }
    _Pragma("omp atomic") total++;
    return total - 41;
}
END
}

case_gcc_unroll_ivdep() {
    construct "GCC unroll, ivdep" gcc "" <<'END'
int main(void)
{
    int a[8] = {0}, s = 3;
#pragma GCC unroll 4
    for (int i = 0; i < 8; i++) a[i] += i;
#pragma GCC ivdep
    for (int i = 0; i < 8; i++) { s += a[i]; }
    _Pragma("GCC unroll 2") while (s > 28) s--;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-variable"
    int unused;
#pragma GCC diagnostic pop
    return s - 28;
}
END
}

case_clang_loop() {
    construct "clang loop" clang "" <<'END'
int main(void)
{
    int s = 0;
#pragma clang loop unroll_count(4)
    for (int i = 0; i < 8; i++) s += i;
#pragma unroll 2
    for (int i = 0; i < 8; i++) { s -= i; }
    _Pragma("clang loop vectorize(disable)") for (int i = 0; i < 2; i++) s += i;
    return s - 1;
}
END
}

case_behind_calls() {
    # what is behind a call that does not return, returns twice or returns only if it fails
    counted "behind calls" "$both" "-w" <<'END'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>
typedef void (*fatal_fn)(int) __attribute__((noreturn));
struct ops { int n; void (*die)(int) __attribute__((noreturn)); fatal_fn members[2]; };
static int work;
static void leave(int s) { (exit)(s); }
static void child(void (*f)(void))
{
    if (vfork() == 0)
        _exit(0);
    pid_t pid = fork();
    work++; //= 16
    if (pid == 0) {
        f();
        _exit(0);
    }
    wait(0);
    work++; //= 8
}
static void by_typedef(void)
{
    fatal_fn fatal = (fatal_fn)leave;
    fatal(0);
    work++; //= 0
}
static void by_member(void)
{
    struct ops o = {0, (fatal_fn)leave, {(fatal_fn)leave}}, *p = &o;
    if (work < 2)
        (*p->members[0])(0);
    work++; //= 1
    p->die(0);
    work++; //= 0
}
static void by_table(void)
{
    fatal_fn table[] = {(fatal_fn)leave};
    table[0](0);
    work++; //= 0
}
static void by_cast(void)
{
    work++; //= 1
    ((fatal_fn)leave)(0);
    work++; //= 0
}
static void by_name(void)
{
    (*quick_exit)(0);
    work++; //= 0
}
static void by_exec(void)
{
    execl("/nowhere", "nowhere", (char *)0);
    work++; //= 1
    execlp("true", "true", (char *)0);
    work++; //= 0
}
static ucontext_t here, there;
static void coroutine(void)
{
    work++; //= 1
    swapcontext(&there, &here);
    work++; //= 0
}
static void by_context(void)
{
    static char stack[65536];
    getcontext(&there);
    there.uc_stack.ss_sp = stack;
    there.uc_stack.ss_size = sizeof stack;
    makecontext(&there, coroutine, 0);
    swapcontext(&here, &there);
    work++; //= 1
}
static void by_jump(void)
{
    int a = 1;
    asm goto("jmp %l0" : : : : out);
    work++; //= 0
out:
    work++; //= 1
}
int main(void)
{
    void (*all[])(void) = {by_typedef, by_member, by_table, by_cast, by_name, by_exec, by_context, by_jump};
    for (int i = 0; i < 8; i++)
        child(all[i]);
    return 0; //= 1
}
END
}

case_statement_expressions_in_heads() {
    counted "statement expressions in heads" "$both" "-w" <<'END'
static int fails, runs;
static int f(int a)
{
    if (({
            int ok = a; //= 1
            if (ok < 0) {
                fails++; //= 0
            }
            ok; //= 1
        }) < 0)
        return -1; //= 0
    else if (({
                 runs++; //= 1
                 a > 5;
             }))
        return 1;
    while (({
        runs++; //= 3
        a < 2;
    }))
        a++; //= 2
    do
        a--; //= 3
    while (({
        if (a == 5)
            runs++; //= 0
        a >= 0;
    }));
    for (int i = ({
             runs++; //= 1
             0;
         }); ({
             if (i == 1)
                 runs++; //= 1
             i < 2;
         }); ({
             runs += 2; //= 2
             i++;
         }))
        a++; //= 2
    switch (({
        if (a)
            runs++; //= 1
        a;
    })) {
    case 1:
        runs++; //= 1
    }
    int sized[({
        if (a > 100)
            return 2; //= 0
        runs++; //= 1
        3;
    })];
    typedef int row[({
        runs++; //= 1
        a + 1;
    })];
    int list[] = {a, ({
        runs++; //= 1
        2;
    })};
    typeof(({
        runs++;
        a;
    })) never = sizeof(({
        runs++;
        a;
    }));
    return ({
        if (never < 0)
            fails++; //= 0
        sizeof sized + list[0] + sizeof(row);
    });
}
int main(void) { return f(0) == 0; }
END
}

case_label_forms() {
    counted "label forms" "$both" "-std=gnu2x -w" <<'END'
static int work;
static int forms(int a)
{
    __label__ local, never;
    static void *table[] = {&&local, &&never};
    if (a == 1) { __label__ inner; work++; goto inner; work += 2; inner: ; }
    switch (a) {
    case 1 ... 3: work++; //= 1
    case 'a' ... 'z': case 4 ? 5 : 6: __attribute__((fallthrough));
    default: work++; //= 2
    }
    if (a == 1)
        again: __attribute__((unused)) work++; //= 2
    if (work == 4)
        goto again; //= 1
    goto *table[a & 1];
local:
    work++; //= 1
never:
    return work; //= 2
}
int main(void) { return forms(1) + forms(0) == 0; }
END
    # labels before declarations and at the end of blocks
    counted "label forms of C23" gcc "-std=gnu2x -w" <<'END'
int main(void)
{
    int a = 1;
start: int b = a; //= 2
    switch (b) {
    [[likely]] case 1: int c = 2; a = c; goto start; //= 1
    [[unlikely]] default: [[maybe_unused]] int d = 0; a = d; //= 1
    }
    if (a == 0) { a = 7; goto end; end: } //= 1
    return a - 7;
last: [[maybe_unused]] last2: }
END
}

case_named_loops() {
    counted "named loops" "gcc-16 clang-22 clang-23" "-std=gnu2y -w" <<'END'
static int find(int m[3][3], int k)
{
    int i, j, n = 0;
rows:
    for (i = 0; i < 3; i++) //= 2
        for (j = 0; j < 3; j++) { //= 4
            if (m[i][j] == k)
                break rows; //= 2
            if (m[i][j] < 0)
                continue rows; //= 1
            n++; //= 6
        }
choice:
    switch (k) { //= 2
    case 3:
        while (n++) //= 1
            break choice; //= 1
    }
    return i;
}
int main(void)
{
    int m[3][3] = {{1, 2, 3}, {4, -5, 6}, {7, 8, 9}};
    return find(m, 7) + find(m, 3) == 0;
}
END
}

case_defer() {
    counted "defer" "clang-22 clang-23" "-std=gnu2y -fdefer-ts -w" <<'END'
#include <stdlib.h>
static int work;
static void f(int a)
{
    _Defer work++; //= 2
    work++; //= 3
    _Defer {
        if (a == 1)
            work++; //= 1
    }
    if (a == 2)
        exit(0); //= 1
    work++; //= 2
}
int main(void) { for (int i = 0; i < 3; i++) f(i); }
END
}

case_setjmp() {
    construct "setjmp" "$both" "-w" <<'END'
#include <setjmp.h>
static jmp_buf buffer;
static void thrower(int a) { longjmp(buffer, a); }
int main(void)
{
    volatile int n = 0;
    switch (setjmp(buffer)) {
    case 0: n++; thrower(1);
    case 1: n++; thrower(2);
    default: n++;
    }
    if (setjmp(buffer) == 0 || n == 3)
        while (n < 5) { n++; longjmp(buffer, 1); }
    return n - 4;
}
END
}

case_fallthrough_comments() {
    construct "fallthrough comments" gcc "-Wimplicit-fallthrough=3" <<'END'
int main(int argc, char **argv)
{
    int n = argv == 0;
    switch (argc) {
    case 1: n++; /* fall through */
    case 2: n++; // FALLTHRU
    case 3:
        if (n) { n++; }
        /* FALLTHROUGH */
    default: n--;
    }
    return n - 2;
}
END
}

case_macros_that_open_and() {
    construct "macros that open and close blocks, iterate, take code" "$both" "-w" <<'END'
#define BEGIN {
#define FINISH }
#define TRY do { int error = 0;
#define CATCH if (error)
#define DONE } while (0);
struct node { struct node *next; int n; };
#define list_for_each_entry(p, head) for (struct node *p = (head); p; p = p->next)
#define RUN(...) do { __VA_ARGS__; } while (0)
#define WITH(x) for (int once = ((x), 1); once; once = 0)
#define UNLESS(x) if (x) ; else
int main(void)
BEGIN
    struct node b = {0, 2}, a = {&b, 1};
    int sum = 0;
    list_for_each_entry(p, &a) sum += p->n;
    list_for_each_entry(p, &a) { if (p->n > 1) sum += p->n; }
    RUN(int x = sum; sum = x + 1; if (x) sum++);
    WITH(sum++) { sum++; }
    TRY
        error = sum > 0;
        sum++;
        CATCH sum++;
    DONE
    UNLESS(sum == 0) sum++;
    if (sum) BEGIN FINISH
    return sum - 12;
FINISH
END
}

case_macros_that_define_whole() {
    construct "macros that define whole functions" "$both" "-w" <<'END'
#include <stdio.h>
#define FUNCTION(name) static int name(int a)
#define MADE(name) static int name(int a) { return a + 1; }
#define OPEN(name) static int name(int a) {
#define CLOSE }
FUNCTION(headed)
{
    if (a) a++;
    return a;
}
OPEN(opened) a++; return a; CLOSE
MADE(made_all)
#undef MADE
/* Line by line, inside of a header's inclusion, by an inner macro's braces, several at once, with the body as an argument. */
#define LIST(name, type)                                                  \
    struct name { type *first; int count; };                              \
    static void name##_push(struct name *l, type *t) {                    \
        if (l->count++ > 0) t->next = l->first;                           \
        l->first = t; }                                                   \
    static int name##_count(struct name *l) { return l->count; }
struct item { struct item *next; };
LIST(items, struct item) LIST(others, struct item)
#define INNER(name, ...) const char *name(void) { static const char text[] = #__VA_ARGS__; return text; }
#define OUTER(name, ...) static INNER(name, __VA_ARGS__) typedef int name##_t;
OUTER(outer, { 1, 2 })
OUTER(second, 3);
#define DEFINE(name, params, ...) static int name params __VA_ARGS__
DEFINE(by_argument, (int a, int b), {
    if (a > b)
        return a;
    return b; })
#define BODY { printf("%s:%d\n", __func__, __LINE__); return __LINE__ > 3; }
static int by_body(void) BODY static int by_body_too(void) BODY
static int within(int a)
{
    if (a)
        BODY
    return 1;
}
#define OLD(name) int name(a, b) int a; char *b; <% return b[a]; %>
OLD(old)
#define KEPT(name) MADE_TWICE(name) static int name##_last(void) { return MADE_TWICE(name) 1; }
#define MADE_TWICE(x)
KEPT(kept)
int main(void)
{
    struct items l = {0};
    struct others o = {0};
    struct item i;
    items_push(&l, &i), items_push(&l, &i), others_push(&o, &i);
    printf("%d %d %s %s %d\n", items_count(&l), others_count(&o), outer(), second(), __LINE__);
    return headed(1) + opened(1) + made_all(1) - 6 + by_argument(1, 2) - 2 + by_body() + by_body_too() - 2 + within(0) + within(1) - 2 +
           old(0, "") + kept_last() - 1;
}
END
}

case_macros_whose_braces_are() {
    construct "macros whose braces are not one function's alone" "$both" "-w" shown <<'END'
#define MADE(name) static int name(int a) { return a; }
#define TWO(a, b) MADE(a) MADE(b)
TWO(one, two)
#define SHOWN(name, body) static int name(void) body static const char name##_text[] = #body;
SHOWN(shown, { return 7; })
int main(void) { return one(1) + two(2) + shown() + sizeof shown_text - 23; }
END
}

case_attributes_that_forbid_probes() {
    construct "attributes that forbid probes are honoured" "$both" "-w" bare quiet unprofiled <<'END'
__attribute__((naked)) void bare(void) { __asm__("ret"); }
__attribute__((no_instrument_function)) int quiet(int a) { if (a) return 1; return 2; }
__attribute__((__no_profile_instrument_function__)) static int unprofiled(void) { return 1; }
int main(void) { bare(); return quiet(0) + unprofiled() - 3; }
END
}

case_utf8_crlf() {
    printf '\357\273\277int gr\303\266\303\237e(int \303\274)\r\n<%%\r\n  i\\\r\nf (\303\274) \\\r\n    return 1;\r\n  return 2;\r\n%%>\r\nint main(void) { return gr\303\266\303\237e(1) + gr\303\266\303\237e(0) - 3; }' >p.c
    name="UTF-8 names, a byte order mark, digraphs, splices, no newline at the end, CRLF" flags=-w left=
    for compiler in $both; do
        options=-O0 unit_options=
        judge
    done
}

suite_run
