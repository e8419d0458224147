# Inputs of all kinds: strange names, languages, stdin, response files, forced includes, precompiled headers, standards.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
cp -R "$here/tree" "$TREE"
cd "$TREE" || exit 1
mkdir -p 'sp ace'
for name in 'sp ace/b c.c' "qu'ote.c" 'dou"ble.c' 'per%cent.c' 'dol$lar.c' 'sch\oen.c' 'schön.c' 'semi;colon.c' 'tab	tab.c' 'plus+.c' 'ha#sh.c' \
    'a.b.c' '-dash.c' 'at@at.c' 'co:lon.c' 'star*.c' 'br(a)c[e].c' 'equals=.c'; do
    {
        echo '#include <stdio.h>'
        echo "static int unused_$$;"
        cat b.c
    } >"./$name"
done
cp b.c noext
cp b.c other.text
printf 'int asm_value(void);\n' >asm.h
printf '.globl asm_value\nasm_value: mov $0, %%eax\nret\n' >asm.s
printf '#include "asm.h"\n.globl asm_value\n' >pre.S
printf 'extern "C" int cxx_value() { return 3; }\n' >x.cc
printf '#ifndef FORCED\n#error "not forced"\n#endif\nint forced(int a)\n{\n    if (a)\n        return FORCED;\n    return TWICE(a);\n}\n' >forced.c
printf '#define FORCED 4\n#define TWICE(a) (2 * (a))\nstatic inline int from_header(int a)\n{\n    return a ? 1 : 2;\n}\n' >forced.h
printf '#ifndef GUARD\n#define GUARD\n#define FORCED 4\n#define TWICE(a) (2 * (a))\ntypedef int guarded;\n#endif\n' >guard.h
printf '#include "guard.h"\n#include "guard.h"\nguarded pch(int a)\n{\n    if (a)\n        return FORCED;\n    return TWICE(a);\n}\n' >pch.c
printf 'int ansi(int a)\n{\n    if (a)\n        a++;\n    { int b = a; a += b; }\n    return a;\n}\n' >ansi.c
printf 'int old(a, b) int a; char *b; { if (a) return 1; return *b; }\n' >old.c
cd "$WORK" || exit 1

case_names() {
    for name in 'sp ace/b c.c' "qu'ote.c" 'dou\"ble.c' 'per%cent.c' 'dol\$lar.c' 'sch\\oen.c' 'schön.c' 'semi;colon.c' 'plus+.c' 'ha#sh.c' 'a.b.c' \
        ./-dash.c 'at@at.c' 'co:lon.c' 'star*.c' 'br(a)c[e].c' 'equals=.c'; do
        same "CC -g -MD -Wall -c \"$name\" -o out/x.o" out/x.o
    done
    same 'mkdir "o % ö"; CC -MD -c "sp ace/b c.c" -o "o % ö/o \$x.o"' 'o % ö/o $x.o'
    same 'CC -MD -c "sp ace/b c.c"; ls' 'b c.o'
    same 'CC -c "tab	tab.c"' 'tab	tab.o'
}

case_languages() {
    same 'CC -x c -c noext' noext.o
    same 'CC -xc -c noext -o out/n.o' out/n.o
    same 'CC -c -x c noext other.text' noext.o other.o
    same 'CC -x c a.c noext -x none main.c -o prog && ./prog' prog
    same 'CC -c noext'
}

case_standard_input() {
    same 'CC -x c - -c -o in.o < b.c'
    same 'CC -xc - -o prog < main.c'
    same 'CC -c a.c b.c; CC -xc - -xnone a.o b.o -o prog < main.c && ./prog' prog
}

case_preprocessed() {
    same 'CC -E a.c -o a.i; CC -c a.i -o out/a.o; rm a.i' out/a.o
    same 'CC -E a.c -o a.i; CC -c -fpreprocessed a.i; rm a.i'
    same 'CC -E a.c -o a.txt; CC -c -x cpp-output a.txt -o a.o' a.o
    same 'CC -E -P b.c -o b.i; CC -c b.i' b.o
    same 'CC -P -c b.c' b.o
    for flags in '1 3' '1' '' '3 4'; do # of a file that does not exist
        printf 'int x;\n# 7 "gone.h" %s\nint g(int);\n# 5 "gone.c"\nint f(int a)\n{\n    return a;\n}\n' "$flags" >"$TREE/gone.c"
        same 'CC -c gone.c' gone.o
        same 'cp gone.c out/gone.i; CC -c out/gone.i' gone.o
    done
}

case_assembly() {
    same 'CC -c asm.s'
    same 'CC -c pre.S'
    same 'CC -c asm.s && CC a.c b.c main.c asm.o -o prog && ./prog' prog
    same 'CC a.c b.c main.c asm.s -o prog && ./prog' prog
}

case_other_languages() {
    same 'CC -c x.cc'
    same 'CC -x c++ -c b.c'
    same 'CC guard.h'
}

case_forced_includes() {
    same 'CC -c forced.c -include forced.h' forced.o
    same 'CC -c forced.c -include guard.h -include ./guard.h -MD' forced.o
    same 'CC -c forced.c -imacros guard.h' forced.o
    same 'CC -c forced.c "-DFORCED=3" "-DTWICE(x)=((x) + 1)" -UNOTHING' forced.o
    same 'CC -c forced.c -D FORCED=3 -D "TWICE(x)=sizeof(\"a b\")" -I inc -Iinc -iquote . -isystem inc -idirafter inc' forced.o
}

case_precompiled_headers() {
    same 'CC guard.h && CC -Winvalid-pch -c pch.c' pch.o
    same 'CC guard.h && CC -include guard.h -c forced.c' forced.o
    [ $KIND = gcc ] || same 'CC -x c-header guard.h -o guard.h.pch && CC -include guard.h -c forced.c && CC -include-pch guard.h.pch -c forced.c -o g.o' forced.o g.o
}

# Meson's ways: the precompiled header is on the search path, its text is not.
case_precompiled_elsewhere() {
    mkdir -p "$TREE/pch" "$TREE/x.p"
    printf '#include "detail.h"\n#include <stdio.h>\n' >"$TREE/pch/all.h"
    printf '#define TWO 2\nstatic int detail(int a)\n{\n    return a ? TWO : 0;\n}\n' >"$TREE/pch/detail.h"
    printf 'int main(int argc, char **argv)\n{\n    (void)argv;\n    if (argc > 1)\n        return TWO;\n    puts("x");\n    return detail(0);\n}\n' >"$TREE/all.c"
    printf '#include "all.h"\n' | cat - "$TREE/all.c" >"$TREE/first.c"
    if [ $KIND = clang ]; then
        same 'CC -x c-header pch/all.h -o x.p/all.h.pch && CC -include-pch x.p/all.h.pch -Winvalid-pch -Wall -c all.c && CC all.o -o prog && ./prog' all.o
        return
    fi
    for options in -Winvalid-pch '-Wall -fdiagnostics-color=always' '-O2 -g'; do
        same "CC $options -c pch/all.h -o x.p/all.h.gch && CC -Ix.p $options -fpch-preprocess -include all.h -c all.c && CC all.o -o prog && ./prog" all.o
        same "CC $options -c pch/all.h -o x.p/all.h.gch && CC -Ix.p $options -include all.h all.c -o prog && ./prog" prog
        same "CC $options -c pch/all.h -o x.p/all.h.gch && CC -Ix.p $options -c first.c && CC first.o -o prog && ./prog" first.o
    done
    same 'CC -c pch/all.h -o pch/all.h.gch && CC -Ipch -fpch-preprocess -include all.h -c all.c' all.o
    same 'CC -O2 -c pch/all.h -o x.p/all.h.gch && CC -Ix.p -Ipch -Winvalid-pch -c first.c' first.o
    same 'CC -O2 -c pch/all.h -o x.p/all.h.gch && CC -Ix.p -Ipch -Winvalid-pch -include all.h -c all.c' all.o
    same 'CC -O2 -c pch/all.h -o x.p/all.h.gch && CC -Ix.p -Winvalid-pch -include all.h -c all.c'
}

# Line markers and directives in the source have no effect on positions.
case_line_markers() {
    {
        printf '# 100 "other.y"\n#include <stdio.h>\n\nstatic int first(int a) {\n    return a;\n}\n# 3 "marks.c"\n\nstatic int second(int a) {\n#if 1\n    return a;\n#endif\n}\n'
        printf '#ifdef NO\n#else\n  #   7 "marks.c"\nstatic int third(void) { return __LINE__; }\n#endif\n#line 12\nstatic int fourth(void) { return __LINE__; }\n# 20\n#include "marks.h"\n'
        printf 'int main(void) { printf("%%d %%d %%d %%s\\n", third(), fourth(), __LINE__, __FILE__); return first(0) + second(0) + sub(0); }\n'
    } >"$TREE/marks.c"
    printf '#if 1\nint z;\n#endif\n# 5 "sub.y"\n\nstatic int sub(int a) {\n    return a;\n}\n' >"$TREE/marks.h"
    same 'CC marks.c -o prog && ./prog' prog
    expect_functions ./prog <<'END'
marks.c:4: first 100.0%
marks.c:9: second 100.0%
marks.c:17: third 100.0%
marks.c:20: fourth 100.0%
marks.c:23: main 100.0%
marks.h:6: sub 100.0%
total (statements) 100.0%
END
}

# The front of the instrumented text goes behind the compiler's markers, not into the file's first line.
case_first_lines() {
    for line in '# define TWICE(x) \\\n    ((x) * 2)' '# define TWICE(x) /*\n*/ ((x) * 2)' '# /*\n*/ define TWICE(x) ((x) * 2)' '# \\\ndefine TWICE(x) ((x) * 2)' \
        '#\\\n define TWICE(x) ((x) * 2)' '/*\n*/ # define TWICE(x) ((x) * 2)' '# pragma \\\n once_more\n#define TWICE(x) ((x) * 2)' '# 5 "x.c" /*\n*/\n#define TWICE(x) ((x) * 2)' \
        '# 5 \\\n "x.c"\n#define TWICE(x) ((x) * 2)' '# 5 "x.c"\n#define TWICE(x) ((x) * 2)' '# line 5 "x.c"\n#define TWICE(x) ((x) * 2)' '#\n#define TWICE(x) ((x) * 2)'; do
        printf "$line\nint f(int a)\n{\n    return TWICE(a);\n}\n" >"$TREE/first-line.c"
        same 'CC -w -c first-line.c' first-line.o
    done
}

case_response_files() {
    printf '%s\n' '-c -O1 -DNAME="a b" '"'-DTEXT=\"x y\"'" 'b.c' '-o' '"out/r s.o"' >"$TREE/args.rsp"
    printf '%s\n' '@args.rsp -MD' >"$TREE/nested.rsp"
    printf '%s\n' 'a.o b.o main.o -o prog' >"$TREE/link.rsp"
    same 'CC @args.rsp' 'out/r s.o'
    same 'CC @nested.rsp -g' 'out/r s.o'
    same 'CC -c a.c b.c main.c && CC @link.rsp && ./prog' prog
}

case_standards() {
    for standard in c89 gnu89 c90 c99 gnu99 c11 gnu11 c17 gnu17 c2x gnu2x iso9899:199409; do
        same "CC -std=$standard -pedantic-errors -Wall -Wextra -c ansi.c" ansi.o
    done
    same 'CC -ansi -pedantic-errors -c ansi.c' ansi.o
    same 'CC -ansi -c a.c'
    same 'CC -std=gnu17 -w -c old.c' old.o
}

case_options() {
    for options in '-O2 -g' '-g3 -Og' '-O3 -funroll-loops -fPIC' '-Os -ffunction-sections -fdata-sections' '-m32' '-O1 -m32' '-fno-builtin -ffreestanding' \
        '-fvisibility=hidden -fno-common' '-funsigned-char -fwrapv -fno-strict-aliasing' '-g -gdwarf-4' '-masm=intel' '-fshort-enums' \
        '-fstack-protector-strong -D_FORTIFY_SOURCE=2 -O2' '-pipe' '-H' '-pthread' '-Xassembler --noexecstack -Wa,--noexecstack'; do
        same "CC $options -c b.c" b.o
    done
}

suite_run
