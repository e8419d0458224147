#!/bin/sh
# flatten.sh COVERCC WORK [DIRECTORY…]: text flattened without the compiler is the very text that GCC makes, and so are dependency files;
# what only the compiler can do, or may have to speak of, is left to it; and what it told of itself is asked anew when it is no longer so.
# The sources of the DIRECTORIES are flattened, too.
set -u
LC_ALL=C
export LC_ALL
unset COVERFLATTEN CPATH C_INCLUDE_PATH VPATH || :
covercc=$1 work=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
command -v gcc >/dev/null || { echo "SKIP: no gcc"; exit 77; }
rm -rf "$work"
mkdir -p "$work/tree" "$work/bin"
cp -Rp "$here/." "$work/tree"
XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
cd "$work/tree" || exit 2
failures=0 count=0

fail() {
    echo "FAIL: $*"
    failures=$((failures + 1))
}

# made BY OPTION…: the text and the dependencies that BY makes, as $work/BY.i and BY.d.
made() {
    by=$1
    shift
    rm -f "$work/$by.d"
    "$covercc" --root=/ --module=all --flatten="$by" --dump=flat -- "$@" -MF "$work/$by.d" -o "$work/object.o" >"$work/$by.i" 2>"$work/$by.said"
}

# same OPTION…: the text and the dependencies of this command are ours, and the compiler's.
same() {
    count=$((count + 1))
    made compiler "$@"
    made own "$@"
    if grep -q 'only the compiler' "$work/own.said"; then
        fail "$*: $(cat "$work/own.said")"
    elif ! cmp -s "$work/compiler.i" "$work/own.i" || [ ! -s "$work/own.i" ]; then
        fail "$*: another text"
        diff "$work/compiler.i" "$work/own.i" | head -n 20
    elif ! diff "$work/compiler.d" "$work/own.d" >"$work/difference"; then
        fail "$*: other dependencies"
        cat "$work/difference"
    fi
}

# refused TEXT [OPTION…]: this text is the compiler's, and comes out as its.
refused() {
    printf '%b\n' "$1" >refused.c
    shift
    made own gcc -c refused.c -MD "$@"
    grep -q 'only the compiler' "$work/own.said" || fail "not refused: $(cat refused.c) $*"
    made compiler gcc -c refused.c -MD "$@"
    made any gcc -c refused.c -MD "$@"
    cmp -s "$work/compiler.i" "$work/any.i" || fail "another text when refused: $(cat refused.c) $*"
    diff "$work/compiler.d" "$work/any.d" || fail "other dependencies when refused: $(cat refused.c) $*"
}

paths="-Ifirst -isystem second -isystem sub"
for options in "" "-O2 -g -fPIC" "-O1 -Wall -Wextra -std=gnu11 -DX=1 -D_GNU_SOURCE -U__linux__" "-std=c11 -pthread -m64 -march=x86-64-v2 -fsanitize=address"; do
    same gcc $paths $options -c directives.c -MD
    same gcc $options -c headers.c -MMD -MT an/object.o
done
same gcc $paths -std=c11 -pedantic-errors -Wall -Wextra -Werror -c headers.c -MD
same gcc $paths -c ./directives.c -MD -MP -MT a/rather/long/target.o -MQ another.o
same gcc $paths -c "$PWD/directives.c" -MMD -MP -MQ object.o
same gcc $paths -iquote first -idirafter second -c directives.c -MD -MT x
for directory in "$here/../../../runtime" "$here/../../../format" "$@"; do
    for file in "$directory"/*.c; do
        same gcc -I"$here/../../.." -D_GNU_SOURCE -DCOVERBUILD_VERSION='"0"' -O2 -c "$file" -MD
    done
done

# In text that is left out GCC's own way fails at an apostrophe.
printf '#if 0\ndon%st\n#endif\nint a;\n' "'" >apostrophe.c
made own gcc -c apostrophe.c
tail -n 1 "$work/own.i" | grep -q 'int a;' || fail "an apostrophe: $(cat "$work/own.said")"

refused '#line 3 "x.y"\nint a;'
refused '# 3 "x.y"\nint a;'
refused '#ident "x"\nint a;'
refused '#warning x\nint a;'
refused '#assert x(y)\nint a;'
refused '#import "sub/empty.h"\nint a;'
refused '#pragma once\nint a;'
refused '#pragma push_macro("X")\nint a;'
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
refused '#if __COUNTER__\n#endif\nint a;'
refused '#if __LINE__ == 1\n#endif\nint a;'
refused '#define X /* /* */\nint a;'
refused '#define X /* 1 */ /*\n /* */\nint a;'
refused '#if 1 /* /* */\n#endif\nint a;'
refused '#if 1 // x \\\n2\n#endif\nint a;'
refused '#define X a??/\nint a;'
refused '#define X "\nint a;' -w
refused 'int a; /* caf\0303\0251 */\n#define X caf\0303\0251\n'
refused 'int a;\r\n'
refused '\0357\0273\0277int a;'
refused 'char *a = R"(\n#define X\n)";'
refused 'int a;' -include sub/guarded.h
refused 'int a;' -imacros sub/guarded.h
refused 'int a;' -fopenmp
refused 'int a;' -Wunused-macros
refused 'int a;' -finput-charset=utf-8
refused 'int a;' -MT 'a b'

# What it costs: one process, once the compiler is known; and answers that don't hold any more are asked anew.
cat >"$work/bin/my-gcc" <<END
#!/bin/sh
echo x >>"$work/runs"
exec gcc "\$@"
END
chmod +x "$work/bin/my-gcc"
# compiled NUMBER WHAT: compiles, by that many processes at most.
compiled() {
    : >"$work/runs"
    "$covercc" --root="$work/tree" --skipped="$work/skipped" -- "$work/bin/my-gcc" -Inot/yet -c directives.c $paths -o "$work/object.o" 2>"$work/said" || fail "$2: $(cat "$work/said")"
    runs=$(wc -l <"$work/runs")
    [ "$runs" -le "$1" ] || fail "$2: $runs compiler processes"
}
cp /dev/null directives.o
compiled 9 "the first time"
compiled 1 "the second time"
for file in "$work"/cache/coverbuild/*; do
    head -c 100 "$file" >"$work/damaged" && cp "$work/damaged" "$file"
done
compiled 9 "damaged answers"
[ "$runs" -gt 1 ] || fail "damaged answers were believed"
compiled 1 "mended answers"
mkdir -p not/yet
echo 'int found_at_last;' >not/yet/guarded.h
compiled 9 "a directory that was missing"
[ "$runs" -gt 1 ] || fail "a directory that came to be was not noticed"
touch -d yesterday "$work/bin/my-gcc"
compiled 9 "another compiler"
[ "$runs" -gt 1 ] || fail "another compiler was not noticed"
XDG_CACHE_HOME=/proc/nowhere compiled 2 "no place for answers"
COVERFLATTEN=compiler compiled 2 "the compiler asked for"
[ "$runs" -eq 2 ] || fail "COVERFLATTEN=compiler was not obeyed"
ls "$work"/cache/coverbuild | grep -v '^compiler-[0-9a-f]*$' && fail "something was left in the cache"

echo "$count texts, $failures failures"
[ "$failures" -eq 0 ]
