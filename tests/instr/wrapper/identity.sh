# A program cannot see that it was compiled from another text: macros that tell the source's name, place and time, names in objects, assert's
# text, and dependency on what was compiled before are those of the plain compile, whoever preprocesses.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
mkdir -p "$TREE/sub"
cat >"$TREE/sub/header.h" <<'END'
#pragma once
#include <stdio.h>
#define HEADER_BASE __BASE_FILE__
#define HEADER_FILE __FILE__
#ifndef __FILE_NAME__
#define __FILE_NAME__ "none"
#endif
static int header_level(void) { return __INCLUDE_LEVEL__; }
static int header_counter(void) { return __COUNTER__; }
static const char *header_file(void) { return __FILE__; }
static const char *header_base(void) { return __BASE_FILE__; }
static const char *header_name(void) { return __FILE_NAME__; }
END
cat >"$TREE/names.c" <<'END'
#include "sub/header.h"
#define TEXT(x) #x
#define EXPANDED(x) TEXT(x)
int main(void)
{
    puts(__BASE_FILE__);
    puts(__FILE__);
    puts(__FILE_NAME__);
    puts(HEADER_BASE);
    puts(HEADER_FILE);
    puts(EXPANDED(__BASE_FILE__) EXPANDED(__FILE__));
    puts(header_file());
    puts(header_base());
    puts(header_name());
#ifdef __BASE_FILE__
    puts("defined");
#endif
    return 0;
}
END
cat >"$TREE/places.c" <<'END'
#include "sub/header.h"
#define BOTH(a, b) a, b
#define HERE __LINE__
static int place(int a, int line)
{
    return a ? line : __LINE__;
}
int main(void)
{
    printf("%d %d\n", __INCLUDE_LEVEL__, header_level());
    printf("%d %d %d %d\n", __COUNTER__, header_counter(), __COUNTER__, __COUNTER__);
    printf("%d %d %d\n", BOTH(__LINE__,
                              HERE), __LI\
NE__);
    printf("%d %d\n", place(1,
                            __LINE__), place(0, HERE
        ));
    if (place(0, 1)) printf("%d\n",
#line 70 "other.y"
        __LINE__); else puts("no");
    puts(__FILE__);
    puts(__BASE_FILE__);
    while (
        __LINE__ == 0
    )
        puts("never");
    return HERE - 76;
}
END
cat >"$TREE/times.c" <<'END'
#include "sub/header.h"
int main(void)
{
    puts(__TIMESTAMP__);
    return 0;
}
END
cat >"$TREE/asserts.c" <<'END'
#include <assert.h>
#include "sub/header.h"
int main(int argc, char **argv)
{
    (void)argv;
    assert(header_level() == 1 && argc >
           0);
    assert(argc > 1 ||
           argv == 0);
    return 0;
}
END
cat >"$TREE/twice.c" <<'END'
#ifndef SEEN
#define SEEN
#pragma once
#include "sub/../twice.c"
#include "twice.c"
#include __FILE__
#include <stdio.h>
int main(void) { return puts("once") < 0; }
#endif
END
touch -d '1999-01-02 03:04:05 UTC' "$TREE"/*.c
touch -d '1998-01-02 03:04:05 UTC' "$TREE/sub/header.h"
ln -s names.c "$TREE/link.c"

# each COMMAND [FILE…]: same, with both preprocessings.
each()
{
    for COVERFLATTEN in any compiler; do
        export COVERFLATTEN
        same "$@"
    done
    unset COVERFLATTEN
}

case_names() {
    each 'CC names.c -o prog && ./prog' prog
    each 'CC ./sub/../names.c -o prog && ./prog' prog
    each 'CC "$PWD/names.c" -o prog && ./prog' prog
    each 'CC link.c -o prog && ./prog' prog
    each 'cp names.c "a \"b\\c.c"; CC "a \"b\\c.c" -o prog && ./prog' prog
    each 'cd sub && CC -c ../names.c && CC names.o && ./a.out' sub/names.o
    each 'CC -c names.c && CC names.o && ./a.out' names.o
    each 'CC -O2 -g names.c -o prog && ./prog' prog
    each 'CC -DX=__BASE_FILE__ -include sub/header.h -x c names.c -o prog && ./prog' prog
}

case_mapped_names() {
    for map in -fmacro-prefix-map -ffile-prefix-map; do
        each "CC $map=./=/usr/src/ ./names.c -o prog && ./prog" prog
        each "CC $map=\$PWD=/src $map=\$PWD/sub=/other \"\$PWD/names.c\" -o prog && ./prog" prog
        each "CC $map=na=NA -fdebug-prefix-map=na=no names.c -o prog && ./prog" prog
    done
}

case_redefined_names() {
    each 'CC -Wno-builtin-macro-redefined -D__BASE_FILE__=\"mine\" -D__FILE__=\"yours\" names.c -o prog && ./prog' prog
    each 'CC -D__BASE_FILE__=\"mine\" names.c -o prog && ./prog' prog
    each 'CC -U__BASE_FILE__ -D__BASE_FILE__=\"mine\" names.c -o prog && ./prog' prog
}

case_places() {
    each 'CC places.c -o prog && ./prog' prog
    each 'CC -O2 places.c -o prog && ./prog' prog
}

case_times() {
    each 'CC times.c -o prog && ./prog' prog
    each 'CC -c times.c && CC times.o -o prog && ./prog' times.o
}

case_asserts() {
    each 'CC asserts.c -o prog && ./prog 2>&1 >/dev/null | sed "s/.*prog: //"' prog
    each 'CC asserts.c -o prog && ./prog 1' prog
}

# The main file included again, by other names: #pragma once does not hold for it.
case_included_main_file() {
    each 'CC -w twice.c -o prog && ./prog' prog
}

case_intermediate_files() {
    each 'CC -E names.c >names.out.txt'
    each 'CC -save-temps -c names.c && CC names.o && ./a.out && grep -v "^#" names.i >names.out.txt' names.o
    each 'CC -c names.c -save-temps=obj -o out/x.o && CC out/x.o && ./a.out' out/x.o
}

# What an object tells of its source. GCC's list of switches has one more, and the command that Clang records is covercc's
# (docs/reference/limits.md).
facts='readelf -sW "$o" | awk "\$4 == \"FILE\" { print \$4, \$8 }"; readelf --debug-dump=info "$o" 2>/dev/null | sed -n "/DW_TAG_compile_unit/,/DW_TAG_[^c]/p" |
    sed -n "s/.*DW_AT_\(name\|comp_dir\|producer\).*: //p" | sed "s/ -fdirectives-only//"; readelf -p .GCC.command.line "$o" 2>/dev/null |
    sed -e "/^$/d" -e "/String dump/d" -e "s/ -fdirectives-only//" -e "/clang/d"'

case_object_names() {
    need readelf
    for options in '' -g '-g -O2' '-g -frecord-gcc-switches' '-frecord-gcc-switches -O1' '-g -fdebug-prefix-map=$PWD=/src' '-g -ffile-prefix-map=$PWD=/src' '-g -gdwarf-4'; do
        each "CC $options -c names.c && o=names.o && { $facts; }" names.o
        each "cd sub && CC $options -c ../names.c -o ../out/x.o && o=../out/x.o && { $facts; }" out/x.o
        each "CC $options -c \"\$PWD/names.c\" && o=names.o && { $facts; }" names.o
    done
}

# Two compiles of one file, with other names for the object, give the same bytes.
case_reproducible() {
    for options in '' '-O2' '-g'; do
        for source in names places asserts; do
            each "CC $options -c $source.c -o out/1.o && CC $options -c $source.c -o out/other.o && cmp out/1.o out/other.o" out/1.o
        done
    done
}

suite_run
