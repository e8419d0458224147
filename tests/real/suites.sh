# suites.sh NAME WORK [--long]: the compilers' own test suites, compiled plainly and through covercc (suites.py). NAME is gcc or clang,
# the suite; its sources are Debian's (gcc-12: 90 MB, llvm-toolchain-14: 120 MB), of which only the tests are kept. A sample of some 300
# files, or with --long all of them, with each compiler at hand, in the three modes. Differences that are understood: suites.known.
. "$(dirname "$0")/common.sh"
here=$(cd "$(dirname "$0")" && pwd)
long=${3:-}
command -v python3 >/dev/null || skip "python3 is not installed"
real_tools

# suite_unpack_NAME SOURCE TO: only the tests. GCC's source is a tarball within Debian's source package.
suite_unpack_gcc() {
    tar -xf "$1"/gcc-*.tar.* -C "$2" --wildcards '*/gcc/testsuite/gcc.dg/*' '*/gcc/testsuite/gcc.c-torture/*' '*/gcc/testsuite/c-c++-common/*'
    mv "$2"/*/gcc/testsuite/* "$2"
}

suite_unpack_clang() {
    for folder in Sema CodeGen Parser Lexer Preprocessor; do
        mv "$1/clang/test/$folder" "$2"
    done
}

# suite_fetch PACKAGE: the tests are in $tests.
suite_fetch() {
    tests=$home/.work/src/$1-tests
    [ -d "$tests" ] && return
    source=$(debian_source "$1") || skip "no source package $1"
    rm -rf "$tests.new"
    mkdir "$tests.new"
    "suite_unpack_$name" "$source" "$tests.new"
    mv "$tests.new" "$tests"
    rm -rf "$source"
}

# compare COMPILER MODE EVERY FLAGS FILE…: one file in EVERY; with --long all. If FLAGS begin with `run`, programs run as well.
compare() {
    compiler=$1 mode=$2 every=$3 flags=${4#run} run=${4%%[!run]*}
    shift 4
    command -v "$compiler" >/dev/null || return 0
    [ -z "$long" ] || every=1
    echo "$name $compiler $mode $flags"
    python3 "$here/suites.py" --compiler "$compiler" --mode "$mode" --every "$every" --known "$here/suites.known" \
        --flags="$flags" ${run:+--execute} "$TOOLS/instr/covercc" "$@" || failed=1
}

failed=0
case $name in
gcc)
    suite_fetch gcc-12
    if [ "$long" ]; then
        for compiler in gcc clang; do
            for mode in set count atomic; do
                compare $compiler $mode 1 '' "$tests"/gcc.dg/*.c "$tests"/c-c++-common/*.c
                compare $compiler $mode 1 '-O2 -Wall -Wextra' "$tests"/gcc.dg/*.c "$tests"/c-c++-common/*.c
                compare $compiler $mode 1 'run -O2' "$tests"/gcc.c-torture/execute/*.c
            done
        done
    else
        compare gcc atomic 10 '' "$tests"/gcc.dg/[Wu]*.c "$tests"/c-c++-common/W*.c
        compare gcc set 60 -Wall "$tests"/gcc.dg/*.c
        compare gcc count 16 'run -O1' "$tests"/gcc.c-torture/execute/*.c
    fi
    ;;
clang)
    suite_fetch llvm-toolchain-14
    for compiler in clang gcc; do
        for mode in set count atomic; do
            compare $compiler $mode 20 '' "$tests"/*/*.c
        done
    done
    ;;
esac
[ "$failed" = 0 ] || fail "covered compiles differ from plain ones"
