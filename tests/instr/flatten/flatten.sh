#!/bin/sh
# flatten.sh COVERCC WORK [DIRECTORY…]: text flattened without the compiler is the very text that GCC makes; to Clang it means the same, in the
# same places; and so are dependency files; what only the compiler can do, or may have to speak of, is left to it; and what it told of itself is
# asked anew when it is no longer so. The sources of the DIRECTORIES are flattened, too.
set -u
. "$(dirname "$0")/../../lib/suite.sh"
LC_ALL=C
export LC_ALL
unset CPATH C_INCLUDE_PATH VPATH || :
covercc=$1 directory=$2
shift 2
directories=$*
here=$(cd "$(dirname "$0")" && pwd)
need gcc
suite_start "$directory"
mkdir -p "$work/tree" "$work/bin"
cp -Rp "$here/." "$work/tree"
XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
cd "$work/tree" || exit 2

# made BY OPTION…: the text and the dependencies that BY makes, as $work/BY.i and BY.d.
made() {
    by=$1
    shift
    rm -f "$work/$by.d"
    "$covercc" --root=/ --module=all --flatten="$by" --dump=flat -- "$@" -MF "$work/$by.d" -o "$work/object.o" >"$work/$by.i" 2>"$work/$by.said"
}

# same OPTION…: the text and the dependencies of this command are ours, and the compiler's.
same() {
    made compiler "$@"
    made own "$@"
    if grep -q 'only the compiler' "$work/own.said"; then
        error "$*: $(cat "$work/own.said")"
    elif ! cmp -s "$work/compiler.i" "$work/own.i" || [ ! -s "$work/own.i" ]; then
        error "$*: another text"
        diff "$work/compiler.i" "$work/own.i" | head -n 20
    elif ! diff "$work/compiler.d" "$work/own.d" >"$work/difference"; then
        error "$*: other dependencies"
        cat "$work/difference"
    fi
}

# refused TEXT [OPTION…]: this text is GCC's, and comes out as its.
refused() {
    printf '%b\n' "$1" >refused.c
    shift
    made own gcc -c refused.c -MD "$@"
    grep -q 'only the compiler' "$work/own.said" || error "not refused: $(cat refused.c) $*"
    made compiler gcc -c refused.c -MD "$@"
    made any gcc -c refused.c -MD "$@"
    cmp -s "$work/compiler.i" "$work/any.i" || error "another text when refused: $(cat refused.c) $*"
    diff "$work/compiler.d" "$work/any.d" || error "other dependencies when refused: $(cat refused.c) $*"
}

paths="-Ifirst -isystem second -isystem sub"

case_gcc() {
    for options in "" "-O2 -g -fPIC" "-O1 -Wall -Wextra -std=gnu11 -DX=1 -D_GNU_SOURCE -U__linux__" "-std=c11 -pthread -m64 -march=x86-64-v2 -fsanitize=address"; do
        same gcc $paths $options -c directives.c -MD
        same gcc $options -c headers.c -MMD -MT an/object.o
    done
    same gcc $paths -std=c11 -pedantic-errors -Wall -Wextra -Werror -c headers.c -MD
    same gcc $paths -c lines.c -MD -include sub/guarded.h -include not_guarded.h -include "$PWD/sub/empty.h"
    same gcc $paths -c ./directives.c -MD -MP -MT a/rather/long/target.o -MQ another.o
    same gcc $paths -c "$PWD/directives.c" -MMD -MP -MQ object.o
    printf '#ifndef MACROS_H\n#define MACROS_H 1\n#include <not_guarded.h>\n#if MACROS_H == 1\n#define MACRO(x) x\n#endif\n#endif\n' >macros.h
    same gcc $paths -c lines.c -MD -imacros sub/guarded.h -include not_guarded.h -imacros macros.h
    echo '#define LATER 1' >>macros.h
    same gcc $paths -c lines.c -MD -imacros macros.h
    same gcc $paths -fopenmp -DX=1 -c directives.c -MD
    same gcc -fopenmp -c parallel.c -MD
    same gcc -c parallel.c -MD
    same gcc $paths -iquote first -idirafter second -c directives.c -MD -MT x
}

# GCC tells the shorter of a system header's names: of the folder, of a folder that is a link, of a file that is one.
mkdir -p a/folder/of/links
ln -s ../../../../sub/guarded.h a/folder/of/links/linked.h
ln -s ../../../sub a/folder/of/sub
ln -s a/folder/of f
printf '#include <%s>\n' guarded.h linked.h sub/not_guarded.h ../of/sub/empty.h links/../sub/once_wide.h >links.c

case_system_headers() {
    for prefix in "$PWD" .; do
        same gcc -isystem "$prefix/first/../sub" -isystem "$prefix/a/folder/of/links" -isystem "$prefix/a/folder/of" -c links.c -MD
        same gcc -isystem "$prefix/f/" -isystem "$prefix/f/links" -isystem "$prefix/f/sub//" -c links.c -MD
    done
}

case_our_sources() {
    for directory in "$here/../../../runtime" "$here/../../../format" $directories; do
        for file in "$directory"/*.c; do
            same gcc -I"$here/../../.." -D_GNU_SOURCE -DCOVERBUILD_VERSION='"0"' -O2 -c "$file" -MD
        done
    done
}

# Clang preprocesses our text to what it makes of the file, line by line: `file:line, system header or not: text`.
clangs=
for clang in clang clang-19; do
    command -v $clang >/dev/null && clangs="$clangs $clang"
done
placed() {
    awk '/^# [0-9]+ "/ { line = $2; file = $3; system_header = ""; for (i = 4; i <= NF; i++) if ($i == "3") system_header = "S"; next }
        { gsub(/[ \t\r]+/, " "); sub(/^ /, ""); sub(/ $/, ""); if ($0 != "") print file ":" line system_header ": " $0; line++ }' "$1"
}

# With -pedantic a marker stands for each conditional, and a macro whose arguments hold one comes out in other places.
shaped() {
    case $1 in
    *-pedantic*) sed 's/^[^:]*:[0-9]*S*://' | tr -d ' \n' ;;
    *) cat ;;
    esac
}

# same_clang CLANG OPTION… FILE: the text of this command means the same as the file, and the dependencies are Clang's.
same_clang() {
    made own "$@" -c
    compiler=$1
    shift
    "$compiler" "$@" -c -o "$work/object.o" -MF "$work/compiler.d" 2>/dev/null
    "$compiler" "$@" -E -MF /dev/null >"$work/whole.i" 2>"$work/whole.said"
    before= # the file, but for what is in the text now
    while [ $# -gt 1 ]; do
        [ "$1" = -include ] && shift || before="$before $1"
        shift
    done
    cp "$work/own.i" "$work/own.c"
    # shellcheck disable=SC2086
    "$compiler" $before -MF /dev/null -Wno-gnu-line-marker -E "$work/own.c" >"$work/flat.i" 2>"$work/flat.said"
    placed "$work/whole.i" | shaped "$before" >"$work/whole"
    placed "$work/flat.i" | grep -vF "\"$work/own.c\":" | shaped "$before" >"$work/flat"
    if grep -q 'only the compiler' "$work/own.said"; then
        error "$compiler$before $1: $(cat "$work/own.said")"
    elif ! diff "$work/whole" "$work/flat" >"$work/difference" || [ ! -s "$work/whole" ]; then
        error "$compiler$before $1: another text"
        head -n 20 "$work/difference"
    elif ! diff "$work/compiler.d" "$work/own.d" >"$work/difference"; then
        error "$compiler$before $1: other dependencies"
        head -n 20 "$work/difference"
    fi
    sed -n 's/^[^ ]* warning: //p' "$work/flat.said" >"$work/flat.told"
    sed -n 's/^[^ ]* warning: //p' "$work/whole.said" | diff - "$work/flat.told" || error "$compiler$before $1: says something else"
}

case_clang() {
    for clang in $clangs; do
        for options in -O2 "-Wall -Wextra -pedantic -std=gnu11 -DX=1 -U__linux__" "-std=c11 -pthread -fopenmp"; do
            same_clang $clang -Ifirst/ -isystem second $options -MD clang.c
            [ "${options#*pedantic}" != "$options" ] || same_clang $clang -Ifirst/ -isystem second $options -MD directives.c
        done
        same_clang $clang -MMD -MP headers.c
        same_clang $clang -Wall -Wundef -MD -MP -MT a/rather/long/target.o -MQ another.o ./headers.c
        same_clang $clang -I first -isystem second -MD "$PWD/clang.c"
        same_clang $clang -Ifirst -include sub/guarded.h -MD clang.c
        [ $clang = clang ] || continue
        for file in "$here"/../../../runtime/[a-e]*.c "$here"/../../../format/m*.c; do
            same_clang $clang -I"$here/../../.." -D_GNU_SOURCE -DCOVERBUILD_VERSION='"0"' -O2 -MD "$file"
        done
    done
}

# In text that is left out GCC's own way fails at an apostrophe.
case_apostrophe() {
    printf '#if 0\ndon%st\n#endif\nint a;\n' "'" >apostrophe.c
    made own gcc -c apostrophe.c
    tail -n 1 "$work/own.i" | grep -q 'int a;' || error "an apostrophe: $(cat "$work/own.said")"
}

case_refused_by_gcc() {
    refused '#line 3 L"x.y"\nint a;'
    refused '#line 0\nint a;'
    refused '#ifdef X\n#elifdef Y\n#endif\nint a;'
    refused '# 3 "x.y"\nint a;'
    refused '#ident "x"\nint a;'
    refused '#warning x\nint a;'
    refused '#assert x(y)\nint a;'
    refused '#import "sub/empty.h"\nint a;'
    refused '#pragma once\nint a;'
    refused '#pragma push_macro("X") /* */\nint a;'
    refused '#pragma push_macro("X Y")\nint a;'
    refused '#define X 1\n#pragma push_macro("X")\n#pragma pop_macro("X")\n#define X 2\nint a;'
    refused '#pragma GCC poison x\nint a;'
    refused '#pragma GCC system_header\nint a;'
    refused '#pragma GCC warning "x"\nint a;'
    refused '#pragma message("x")\nint a;'
    refused '#define X 1\n#define X 2\nint a;'
    refused '#define __STDC__ 1\nint a;'
    refused '#define __FILE__ 1\nint a;'
    refused '#undef __FILE__\nint a;'
    refused '#ifdef X y\n#endif\nint a;'
    refused '#ifdef X\n#endif X\nint a;'
    refused '#if X\n#endif\nint a;' -Wundef
    refused '#define D defined X\n#if D\n#endif\nint a;'
    refused '#if 0x7fffffffffffffff + 1\n#endif\nint a;'
    refused '#if -1 > 0u\n#endif\nint a;'
    refused '#if 1, 2\n#endif\nint a;'
    refused "#if 'ab'\n#endif\nint a;"
    refused "#if '\\\\400'\n#endif\nint a;"
    refused "#if '\\\\e'\n#endif\nint a;"
    refused '#if __COUNTER__\n#endif\nint a;'
    refused '#if __LINE__ == 1\n#endif\nint a;'
    refused '#define X /* /* */\nint a;'
    refused '#define X /* 1 */ /*\n /* */\nint a;'
    refused '#if 1 /* /* */\n#endif\nint a;'
    refused '#if 1 // x \\\n2\n#endif\nint a;'
    refused '#define X a??/\nint a;'
    refused '#define X "\nint a;' -w
    refused 'int a; /* caf\0303\0251 */\n#define X caf\0303\0251\n'
    refused 'int\ra;'
    refused 'char *a = R"(\n#define X\n)";'
    refused 'int a;' -include sub/guarded.h -include sub/guarded.h
    refused 'int a;' -imacros sub/guarded.h -include sub/guarded.h
    refused 'int a;' -finput-charset=utf-8
    refused 'int a;' -MT 'a b'
}

# refused_clang TEXT [OPTION…]: this text is Clang's to flatten.
refused_clang() {
    printf '%b\n' "$1" >refused.c
    shift
    made own "${clangs##* }" -c refused.c -MD "$@"
    grep -q 'only the compiler' "$work/own.said" || error "not refused: $(cat refused.c) ${clangs##* } $*"
}
printf '#ifndef GUARD_H\n#define GAURD_H\nint a;\n#endif\n' >misspelled.h
printf 'int a;' >no_newline.h
mkdir -p linked
ln -s ../sub/guarded.h linked/guarded.h

case_refused_by_clang() {
    refused_clang '#import "sub/empty.h"\nint a;'
    refused_clang '# 3 "x.y"\nint a;'
    refused_clang '#pragma once\nint a;'
    refused_clang '#pragma GCC poison x\nint a;'
    refused_clang '#pragma clang system_header\nint a;'
    refused_clang '#pragma clang deprecated(x)\nint a;'
    refused_clang '#include <stdatomic.h>\n#ifdef ATOMIC_VAR_INIT\n#endif\nint a;'
    refused_clang '#define __FILE__ 1\nint a;'
    refused_clang '#ifdef X y\n#endif\nint a;'
    refused_clang '#ifdef X\n#elifdef Y\n#endif\nint a;'
    refused_clang '#if X\n#endif\nint a;' -Wundef
    refused_clang '#if __COUNTER__\n#endif\nint a;'
    refused_clang '#if 0b1\n#endif\nint a;'
    refused_clang '#if 1 /* /* */\n#endif\nint a;'
    refused_clang '#ifdef caf\0303\0251\n#endif\nint a;'
    refused_clang '#ifdef a$b\n#endif\nint a;' -pedantic
    refused_clang '#include "misspelled.h"\n'
    refused_clang '#include "no_newline.h"\n' -pedantic
    refused_clang '#include "sub/guarded.h"\n#include "linked/guarded.h"\n'
    refused_clang '#include "sub/../sub/guarded.h"\n#include "sub/guarded.h"\n'
    refused_clang '#include_next <stdio.h>\n'
    refused_clang '#include "missing.h"\n'
    refused_clang 'int\ra;'
    refused_clang 'int a;' -include sub/guarded.h -include sub/guarded.h
    refused_clang 'int a;' -Wnewline-eof
    refused_clang 'int a;' -Wno-such-warning-as-this
    refused_clang 'int a;' -fsanitize=address
    refused_clang 'int a;' -MT 'a b'
}

# What it costs: one process, once the compiler is known; and answers that don't hold any more are asked anew.
for compiler in gcc $clangs; do
    cat >"$work/bin/my-$compiler" <<END
#!/bin/sh
echo x >>"$work/runs"
exec $compiler "\$@"
END
    chmod +x "$work/bin/my-$compiler"
done
# compiled NUMBER WHAT: compiles, by that many processes at most.
compiled() {
    : >"$work/runs"
    "$covercc" --root="$work/tree" --skipped="$work/skipped" -- "$work/bin/my-$compiler" -w -Inot/yet $paths -c directives.c -o "$work/object.o" 2>"$work/said" ||
        error "$compiler, $2: $(cat "$work/said")"
    runs=$(wc -l <"$work/runs")
    [ "$runs" -le "$1" ] || error "$compiler, $2: $runs compiler processes"
}

case_processes() {
    for compiler in gcc $clangs; do
        rm -rf not "$work/cache"
        mv directives.c directives.c.kept
        printf '#import "sub/empty.h"\nint a;\n' >directives.c
        compiled 9 "a file that the compiler flattens"
        echo 'int a;' >directives.c
        compiled 2 "the first text"
        [ "$runs" -eq 2 ] || error "$compiler: the first text is not compared"
        mv directives.c.kept directives.c
        compiled 9 "the first time"
        compiled 1 "the second time"
        for file in "$work"/cache/coverbuild/*; do
            head -c 100 "$file" >"$work/damaged" && cp "$work/damaged" "$file"
        done
        compiled 9 "damaged answers"
        [ "$runs" -gt 1 ] || error "$compiler: damaged answers were believed"
        compiled 1 "mended answers"
        mkdir -p not/yet
        echo 'int found_at_last;' >not/yet/guarded.h
        compiled 9 "a directory that was missing"
        [ "$runs" -gt 1 ] || error "$compiler: a directory that came to be was not noticed"
        touch -d yesterday "$work/bin/my-$compiler"
        compiled 9 "another compiler"
        [ "$runs" -gt 1 ] || error "$compiler: another compiler was not noticed"
        XDG_CACHE_HOME=/proc/nowhere compiled 3 "no place for answers"
        COVERFLATTEN=compiler compiled 3 "the compiler asked for"
        [ "$runs" -ge 2 ] || error "$compiler: COVERFLATTEN=compiler was not obeyed"
    done
    ls "$work"/cache/coverbuild | grep -v '^compiler-[0-9a-f]*$' && error "something was left in the cache"
}

suite_run
