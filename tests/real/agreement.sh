# agreement.sh NAME WORK: the project NAME built at -O0, by gcc --coverage, by clang -fprofile-instr-generate -fcoverage-mapping and through
# covercc; its tests run on each; and line by line, what gcov, llvm-cov and we say ran. Every line on which two of us differ must fall under a
# rule (agreement.awk, docs/internals/agreement.md). Prints a row of the table there for each of the two others.
. "$(dirname "$0")/common.sh"
here=$(cd "$(dirname "$0")" && pwd)
command -v llvm-cov >/dev/null && command -v llvm-profdata >/dev/null || skip "llvm-cov or llvm-profdata is not installed"
need_source "$name"
real_tools

# built WHAT COMPILER FLAGS [CMAKE-OPTION…]: a build in $work/WHAT. The compiler may be a command of several words, for Makefiles.
built() {
    build=$work/$1 compiler=$2 flags=$3
    shift 3
    case $name in
    lua) real_lua "$build" "$compiler $flags" -O0 ;;
    sqlite) real_sqlite "$build" "$compiler $flags" -O0 ;;
    bzip2) real_copy bzip2 "$build" && quietly make -C "$build" CC="$compiler $flags" CFLAGS="-O0 -D_FILE_OFFSET_BITS=64" bzip2 ;;
    *) real_cmake "$name" "$build" -DCMAKE_C_COMPILER="$compiler" -DCMAKE_C_FLAGS="-O0 $flags" "$@" ;;
    esac || fail "$build was not built"
}

# tested WHAT: the tests of the build; what they print is not looked at here.
tested() {
    build=$work/$1
    case $name in
    lua) real_scripts lua "$build/src/lua" ;;
    sqlite) real_scripts sqlite "$build/sqlite3" ;;
    bzip2) (cd "$build" && LD_LIBRARY_PATH=. && export LD_LIBRARY_PATH && for i in 1 2 3; do
        ./bzip2 -$i <sample$i.ref >sample$i.rb2 && ./bzip2 -d <sample$i.bz2 >sample$i.tst && ./bzip2 -tvv sample$i.rb2 && ./bzip2 -ds <sample$i.bz2
    done; ./bzip2 --help; ./bzip2 -t Makefile; ./bzip2 -k words1) ;;
    *) ctest --test-dir "$build" ;;
    esac >"$work/$1.tested" 2>&1 || :
}

# A tracefile of lcov's as "file<tab>line<tab>count"; files relative to the folder $1, others are left out.
lines_of_lcov() {
    awk -v root="$1/" '/^SF:/ { file = substr($0, 4); if (index(file, root) == 1) file = substr(file, length(root) + 1) }
        /^DA:/ { split(substr($0, 4), part, ","); print file "\t" part[1] "\t" part[2] }' | grep -v '^/'
}

source_of() {
    if [ -d "$work/$1.src" ]; then echo "$work/$1.src"; else echo "$work/$1"; fi
}

built gcov gcc --coverage
tested gcov
find "$work/gcov" -name '*.gcda' >"$work/gcda"
while read -r data; do
    (cd "$(dirname "$data")" && gcov -t "$(basename "$data")" 2>/dev/null | sed "s,^\( *-: *0:Source:\)\([^/]\),\1$(pwd)/\2,")
done <"$work/gcda" | awk -f "$here/gcov-lines.awk" | sed "s,^$(source_of gcov)/,," | sed 's,^[^/]*/\.\./,,' | grep -v '^/' | sort >"$work/gcov.lines"

LLVM_PROFILE_FILE=$work/llvm.profiles/%m-%p.profraw
export LLVM_PROFILE_FILE
built llvm clang "-fprofile-instr-generate -fcoverage-mapping"
tested llvm
unset LLVM_PROFILE_FILE
llvm-profdata merge "$work"/llvm.profiles/*.profraw -o "$work/llvm.profdata" || fail "no profile of Clang's"
find "$work/llvm" -type f -perm /111 ! -name '*.sh' -exec sh -c 'readelf -S "$1" 2>/dev/null | grep -q __llvm_covmap && echo "-object $1"' - {} \; >"$work/objects"
# shellcheck disable=SC2046
llvm-cov export -format=lcov -instr-profile="$work/llvm.profdata" $(cat "$work/objects") 2>/dev/null | lines_of_lcov "$(source_of llvm)" | sort >"$work/llvm.lines"

# counted WHAT MAKE-OPTION CMAKE-OPTION: our build and its lines; without the option, or with units that end at every call.
counted() {
    case $name in
    lua | sqlite | bzip2) built "$1" "$TOOLS/instr/covercc --root=$work/$1 --module=$name --mode=count $2 gcc" "" ;;
    *) built "$1" gcc "" -DCOVER=ON -DCOVERMODE=count "$3" ;;
    esac
    COVERDIR=$work/$1.data COVERBUILD_DATA=$work/$1.data tested "$1"
    find "$work/$1.data" -name 'covmeta.*' -exec dirname {} \; | sort -u | paste -sd, - >"$work/inputs"
    "$TOOLS/covdata/covdata" lcov -i="$(cat "$work/inputs")" -o="$work/$1.info" || fail "no data"
    lines_of_lcov / <"$work/$1.info" | sort >"$work/$1.lines"
    "$TOOLS/covdata/covdata" textfmt -i="$(cat "$work/inputs")" -o="$work/$1.profile" || fail "no profile"
}
counted ours --intraline -DCOVERINTRALINE=ON
counted calls --calls -DCOVERCALLS=ON

echo assert >"$work/macros"
find "$(source_of ours)" -name '*.[ch]' -exec sed -n 's/^[ \t]*#[ \t]*define[ \t]*\([A-Za-z_][A-Za-z0-9_]*\)(.*/\1/p' {} + | sort -u >>"$work/macros"

status=0
for tool in gcov llvm; do
    (cd "$(source_of ours)" && awk -f "$here/agreement.awk" -v tool=$tool "$work/macros" "$work/ours.profile" "$work/ours.lines" "$work/calls.lines" \
        "$work/gcov.lines" "$work/$tool.lines") >"$work/$tool.agreement"
    sed -n "s/^total /| $name | $tool | /p" "$work/$tool.agreement"
    grep '^unexplained' "$work/$tool.agreement" && status=1
done
# Which lines count at all: at most 1 % may differ without a rule.
for tool in gcov llvm; do
    (cd "$(source_of ours)" && sort -u "$work/$tool.lines" | awk -f "$here/line_sets.awk" -v tool=$tool "$work/ours.lines" "$work/gcov.lines" -) \
        >"$work/$tool.sets"
    sed -n "s/^sets /| $name | $tool | /p" "$work/$tool.sets"
    awk '/^sets / { gsub(/[(%)]/, ""); exit $NF > 1 }' "$work/$tool.sets" || {
        grep '^unexplained' "$work/$tool.sets" | head -n 50
        status=1
    }
done
[ $status -eq 0 ] || fail "differences that no rule explains"
[ "$(grep -c '' "$work/ours.lines")" -ge 1000 ] || fail "too few lines to speak of agreement"
