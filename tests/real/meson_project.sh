# meson_project.sh NAME WORK: a project of Meson's, unedited, CC="covercc --meson CC": what its configuration step finds out and its tests'
# results are as without coverage, tests leave data directories, and GCC and Clang count the same units. The number of statements in one may
# differ: Bison's parsers give yylval an initialiser where the compiler doesn't call itself a GCC of 4.7 or newer, as Clang.
. "$(dirname "$0")/common.sh"
command -v meson >/dev/null || skip "meson is not installed"
need_source
real_copy "$name" "$work/src"
options=$(sed -n "s/^$name *//p" "$home/tests/real/meson_projects")

# setup BUILD COMPILER
setup() {
    # shellcheck disable=SC2086
    CC=$2 quietly meson setup "$1" "$work/src" $options || fail "$2: setup"
    quietly meson compile -C "$1" -j2 || fail "$2: compile"
}

# The tests' names and results.
results() {
    python3 -c '
import json, sys
for line in open(sys.argv[1]):
    test = json.loads(line)
    print(test["name"], test["result"])' "$1"/meson-logs/testlog*.json | sort
}

# The headers that the configuration step made: macros only, since comments may name the build directory.
configured() {
    (cd "$1" && find . -name '*.h' ! -path './meson-private/*' | sort | xargs grep -h '^#define') || :
}

for compiler in gcc clang; do
    setup "$work/plain-$compiler" $compiler
    meson test -C "$work/plain-$compiler" >"$work/plain.log" 2>&1 || :
    results "$work/plain-$compiler" >"$work/plain.txt"
    [ -s "$work/plain.txt" ] || fail "no tests: $(cat "$work/plain.log")"
    build=$work/$compiler
    setup "$build" "$TOOLS/instr/covercc --meson $compiler"
    configured "$work/plain-$compiler" >"$work/plain.h"
    configured "$build" | diff -u "$work/plain.h" - || fail "$compiler: the compiler's checks find other things"
    python3 "$TOOLS/meson/report.py" --formats=summary,cobertura "$build" >"$build.log" 2>&1 || :
    results "$build" | diff -u "$work/plain.txt" - || fail "$compiler: other test results than without coverage"
    grep '^data of\|coverage:' "$build.log" || fail "no report: $(cat "$build.log")"
    real_skipped "$build/cover/skipped.log" || fail "$compiler: files were skipped"
    "$TOOLS/covdata/covdata" textfmt -i="$build/cover/report/merged" -o="$build.profile"
done
for compiler in gcc clang; do
    sed 's/ [0-9]* \([0-9]*\)$/ \1/' "$work/$compiler.profile" >"$work/$compiler.units"
done
diff "$work/gcc.units" "$work/clang.units" || fail "Clang counts otherwise than GCC"
diff "$work/gcc.profile" "$work/clang.profile" | grep '^[<>]' || :
awk 'NR > 1 { all += $2; if ($3 > 0) hit += $2 } END { printf "total %.1f %%\n", all ? 100 * hit / all : 0 }' "$work/gcc.profile"
