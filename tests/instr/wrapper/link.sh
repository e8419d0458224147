# Links: what they need and get, and that the counts of the linked programs are right, also under LTO and the sanitizers.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
cp -R "$here/tree" "$TREE"
cat >"$TREE/inline.h" <<'END'
inline int external_inline(int a)
{
    if (a > 1)
        return a + 1;
    return a;
}
END
printf '#include "inline.h"\nextern int external_inline(int a);\n' >"$TREE/i1.c"
printf '#include "inline.h"\nint main(void)\n{\n    return external_inline(1) == 1 && external_inline(2) == 3 ? 0 : 1;\n}\n' >"$TREE/i2.c"
sed 's/^inline/extern inline __attribute__((gnu_inline))/' "$TREE/inline.h" >"$TREE/gnu.h"
printf '#include "gnu.h"\nint main(void)\n{\n    return external_inline(1) == 1 && external_inline(2) == 3 ? 0 : 1;\n}\n' >"$TREE/g2.c"
printf 'int external_inline(int a)\n{\n    return a > 1 ? a + 1 : a;\n}\n' >"$TREE/g1.c"
printf 'int f(int a)\n{\n    if (a)\n        return 1;\n    return 2;\n}\nvoid _start(void)\n{\n    for (;;)\n        f(1);\n}\n' >"$TREE/free.c"
printf '#include <pthread.h>\nstatic int n;\nstatic void *run(void *p)\n{\n    for (int i = 0; i < 1000; i++)\n        if (i == 2000)\n            n++;\n    return p;\n}\nint main(void)\n{\n    pthread_t t[2];\n    pthread_create(&t[0], 0, run, 0);\n    pthread_create(&t[1], 0, run, 0);\n    pthread_join(t[0], 0);\n    pthread_join(t[1], 0);\n    return n;\n}\n' >"$TREE/threads.c"

printf 'int main(void) { return 0; }\n' >"$TREE/conftest.c"

# Clang's LTO takes a linker of its own version.
LTO=-flto
[ $KIND = gcc ] || LTO='-flto -fuse-ld=lld -Wno-unused-command-line-argument'
if ! $COMPILER $LTO "$TREE/b.c" -shared -fPIC -o "$WORK/lto.so" 2>/dev/null; then
    echo "without LTO: no linker for it"
    LTO='-O1 -Wno-unused-command-line-argument'
fi

# The program of the tree, built in all manners: its functions are covered to the same parts.
counted() {
    same "$1 && ./prog 1 2 > o.out.txt" prog
    expect_functions ./prog <<END
a.c:7: pick 66.7%
a.c:14: a_run 100.0%
b.c:3: b_add 66.7%
inc/helper.h:4: helper_twice 66.7%
main.c:4: main 100.0%
total (statements) 81.2%
END
}

case_plain() {
    counted 'CC a.c b.c main.c -o prog'
}

case_options() {
    for options in -O2 "-O2 $LTO" "-g $LTO -Wl,--gc-sections" -static '-Wl,--gc-sections -ffunction-sections -fdata-sections -Wno-unused-command-line-argument' \
        '-fsanitize=address,undefined' -fsanitize=thread; do
        counted "CC $options -c a.c b.c main.c && CC $options a.o b.o main.o -o prog"
    done
}

case_static_pie() {
    counted 'CC -fPIE -c a.c b.c main.c && CC -static-pie a.o b.o main.o -o prog'
}

case_sanitized_modes() {
    for mode in set count atomic; do
        COVER_OPTIONS=--mode=$mode
        counted 'CC -fsanitize=thread -O1 -c a.c b.c main.c && CC -fsanitize=thread a.o b.o main.o -o prog'
        cover 0 'CC -fsanitize=thread -g threads.c -o prog'
        expect_functions ./prog <<END
threads.c:4: run 75.0%
threads.c:11: main 100.0%
total (statements) 88.9%
END
    done
    COVER_OPTIONS=
}

# Inline functions with external linkage
case_inline_functions() {
    for options in '-std=c99' '-O2 -std=gnu11' "-O2 $LTO"; do
        same "CC $options -Wall i1.c i2.c -o prog && ./prog" prog
        same "CC $options g1.c g2.c -o prog && ./prog" prog
    done
    cover 0 'CC -O2 i1.c i2.c -o prog'
    expect_functions ./prog <<END
i2.c:3: main 100.0%
inline.h:2: external_inline 100.0%
total (statements) 100.0%
END
}

# Parts of programs
case_parts_of_programs() {
    same 'CC -fPIC -shared a.c b.c -o liba.so && CC main.c ./liba.so -o prog && ./prog' prog liba.so
    same 'CC -c a.c b.c main.c && CC -r a.o b.o -o ab.o && CC ab.o main.o -o prog && ./prog' ab.o prog
    same 'CC -c a.c b.c main.c && ar rcs liba.a a.o b.o && CC main.o -L. -la -o prog && ./prog' prog
    same 'CC -c a.c b.c main.c && CC -Wl,--start-group a.o b.o main.o -Wl,--end-group -lm -o prog && ./prog' prog
}

case_without_libc() {
    while read -r output command; do
        cover 0 "$command"
        covered "$output"
        expect_stderr <<END
covercc: warning: $output: no coverage data will be written: it is linked without the C library
END
    done <<'END'
prog CC -ffreestanding -nostdlib -fno-stack-protector free.c -o prog
prog CC -nostdlib -static -c free.c && CC -nostdlib -static free.o -o prog
b.so CC -nostdlib -shared -fPIC b.c -o b.so
END
    same 'printf "void _start(void) { }" > conftest.c; CC -nostdlib conftest.c'
    [ $KIND = clang ] || same 'CC -c a.c b.c main.c && CC -nostdlib $(CC -print-file-name=crt1.o) a.o b.o main.o -lc -o prog && ./prog' prog
}

# A link without an instrumented object adds nothing.
case_nothing_instrumented() {
    same 'CC -c conftest.c && CC conftest.o -o prog && cksum < prog'
    same 'CC conftest.c -o prog -Wl,--build-id=none'
}

# Without the runtime a link that needs it says so, others work.
case_no_runtime() {
    RUN="$COVERCC --root=$WORK/run --runtime=/nonexistent/libcoverrt.a $COMPILER"
    cover 0 "$RUN conftest.c -o prog && ./prog"
    cover 1 "$RUN a.c b.c main.c -o prog 2> all.txt; s=\$?; grep covercc: all.txt >&2; exit \$s"
    expect_stderr <<END
covercc: instrumented objects need the runtime, and /nonexistent/libcoverrt.a does not exist; --runtime=FILE names it
END
}

# A runtime that the linker rejects, as one for another machine: linked all the same, which is said; --strict: as the linker says.
case_foreign_runtime() {
    mkdir "$WORK/other"
    echo 'int no_such_function(void); void *__cover_runtime; int other(void) { return no_such_function(); }' >"$WORK/other/other.c"
    (cd "$WORK/other" && $COMPILER -c other.c && ar rcs libcoverrt.a other.o) || error "an archive"
    RUN="$COVERCC --root=$WORK/run --runtime=$WORK/other/libcoverrt.a"
    cover 0 "$RUN $COMPILER a.c b.c main.c -o prog && ./prog 1 2"
    expect_stderr <<END
covercc: warning: prog: no coverage data will be written: the linker rejects $WORK/other/libcoverrt.a (for another machine or C library?); --runtime=FILE names one that fits
END
    cover 1 "$RUN --strict $COMPILER a.c b.c main.c -o prog"
    says no_such_function
    says "^covercc: the linker rejects $WORK/other/libcoverrt.a"
}

# Calls of functions that are nowhere: they must be removed as dead, as idioms of the Linux kernel rely on it. Each file is an idiom.
case_dead_calls() {
    number=0
    while IFS= read -r text; do
        number=$((number + 1))
        printf 'extern void missing(void);\nextern int missing_too(int);\n%b\n' "$text" >"$TREE/dead$number.c"
    done <<'END'
#define BUILD_BUG_ON(c) do { if (c) missing(); } while (0)\nint main(void) { BUILD_BUG_ON(sizeof(int) > 8); return 0; }
static inline long get(const void *p, int size) { switch (size) { case 1: return *(const char *)p; case 4: return *(const int *)p; case 8: return *(const long *)p; default: missing(); return 0; } }\n#define GET(x) get(&(x), sizeof(x))\nint main(int argc, char **argv) { char c = argc; int i = argc; long l = argc; for (int k = 0; k < 3; k++) i += GET(c) + GET(i) + GET(l); return GET(i) == 0; }
static inline void put(void *p, long v, unsigned size) { if (size == 1) *(char *)p = v; else if (size == 2) *(short *)p = v; else if (size == 4) *(int *)p = v; else missing(); }\n#define PUT(x, v) put(&(x), v, sizeof(x))\nint main(void) { char a; short b; int c; PUT(a, 1); PUT(b, 2); PUT(c, 3); for (int i = 0; i < 3; i++) { PUT(c, i); PUT(b, i); PUT(a, i); } return a + b + c - 6; }
static inline __attribute__((always_inline)) int shift(int n) { if (!__builtin_constant_p(n)) return n * 2; if (n > 31) missing(); return 1 << n; }\nint main(int argc, char **argv) { return shift(3) + shift(argc) == 0; }
static inline int enabled(void) { return 0; }\nint main(int argc, char **argv) { if (enabled() && argc) missing(); return 0; }
static inline unsigned long xchg(volatile void *p, unsigned long v, int size) { unsigned long old = 0; switch (size) { case 4: old = *(volatile unsigned *)p; *(volatile unsigned *)p = v; break; case 8: old = *(volatile unsigned long *)p; *(volatile unsigned long *)p = v; break; default: missing(); } return old; }\nint main(int argc, char **argv) { int i = argc; long l = argc; return xchg(&i, 3, sizeof i) + xchg(&l, 4, sizeof l) == 0; }
static inline int order(unsigned long size) { if (__builtin_constant_p(size)) { if (size <= 8) return 0; if (size <= 64) return 3; if (size <= 4096) return 9; return missing_too(1); } return 12; }\nint main(int argc, char **argv) { return order(100) + order(argc) == 0; }
#define min(a, b) (sizeof(*(1 ? &(a) : &(b))) ? ((a) < (b) ? (a) : (b)) : missing_too(0))\nint main(int argc, char **argv) { int b = 3; return min(argc, b) == 9; }
#define check(c) do { int ok = !(c); if (!ok) missing(); } while (0)\nint main(int argc, char **argv) { check(sizeof(long) < sizeof(int)); return 0; }
struct ops { int kind; };\nstatic const struct ops ops = { 2 };\nstatic inline int call(const struct ops *o) { return o->kind == 1 ? missing_too(1) : 0; }\nint main(void) { return call(&ops); }
#define CONFIG 0\nstatic int helper(int a) { if (CONFIG) return missing_too(a); return a + 1; }\nint main(int argc, char **argv) { return helper(argc) == 0; }
END
    for mode in set count atomic; do
        COVER_OPTIONS=--mode=$mode
        for level in 0 1 2 3 s g; do
            same "for i in $(seq -s ' ' $number); do CC -w -O$level dead\$i.c -o p 2>/dev/null; echo \$i \$?; done; rm -f p"
        done
    done
    COVER_OPTIONS=
}

# The same from objects and archives; what really is missing stays missing.
case_dead_calls_in_objects() {
    printf '%s\n' 'extern void missing(void);' \
        'static inline long get(const void *p, int size) { switch (size) { case 1: return *(const char *)p; case 4: return *(const int *)p; case 8: return *(const long *)p; default: missing(); return 0; } }' \
        '#define GET(x) get(&(x), sizeof(x))' \
        'int dead(int argc) { char c = argc; int i = argc; long l = argc; for (int k = 0; k < 3; k++) i += GET(c) + GET(i) + GET(l); return GET(i) == 0; }' \
        >"$TREE/dead.c"
    printf 'int dead(int);\nint main(int argc, char **argv) { return dead(argc); }\n' >"$TREE/dead-main.c"
    printf 'extern void missing(void);\nint main(int argc, char **argv) { if (argc > 1) missing(); return 0; }\n' >"$TREE/really.c"
    COVER_OPTIONS="--mode=atomic --log=$WORK/dead.log"
    for level in s g; do
        same "CC -O$level -MMD -c dead.c dead-main.c; mkdir lib; cd lib; CC -O$level -MMD -MF dead.d -c ../dead.c -o dead.o; cd ..; ar rcs libdead.a lib/dead.o
            CC dead.o dead-main.o -o p 2>/dev/null; echo \$?; ./p; echo \$?; CC dead-main.o libdead.a -o q 2>/dev/null; echo \$?; ./q; cat dead.d lib/dead.d; rm -f p q"
        same "CC -O$level really.c -o p 2>/dev/null; echo \$?; CC -O$level dead.c really.c -o p 2>/dev/null; echo \$?"
    done
    COVER_OPTIONS=
    [ $KIND != gcc ] || grep -q '^plain.*dead.o.*dead.c.*call of missing is not removed' "$WORK/dead.log" || error "the log does not name dead.o"
}

suite_run
