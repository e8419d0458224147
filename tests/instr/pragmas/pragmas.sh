#!/bin/sh
# pragmas.sh COVERCC COVDATA WORK: directives.txt × ways to write a pragma × compilers × modes. No function is skipped, the
# program computes what the plain one computes, and each statement's count is that of the run.
set -u
. "$(dirname "$0")/../../lib/suite.sh"
covercc=$1 covdata=$2
here=$(cd "$(dirname "$0")" && pwd)
suite_start "$3"

generate() {
    awk -v compiler="$1" -v expected=expected -f "$here/generate.awk" "$here/directives.txt" >table.c
}

# cover COMPILER MODE OPTION...: the covered program or object, without skipped functions.
cover() {
    compiler=$1 mode=$2
    shift 2
    rm -rf skipped data
    "$covercc" --root="$work" --module=m --mode="$mode" --skipped=skipped -- "$compiler" -w "$@" ||
        fail "$compiler, $mode, $*: not built"
    [ ! -s skipped ] || error "$compiler, $mode, $*: $(head -n 3 skipped)"
}

# The lines whose count is not the expected one.
compare_counts() {
    "$covdata" lcov -i=data | awk -F '[:,]' 'NR == FNR { if (/^DA:/) count[$2] = $3; next }
        { split($0, is, " "); if (count[is[1]] != is[2]) print "counted " count[is[1]] + 0 ", line, expected, directive: " $0 }' - expected
}


case_gcc() {
    need gcc
    generate gcc
    gcc -w -fopenmp table.c -o plain 2>messages || skip "gcc has no OpenMP: $(head -n 1 messages)"
    ./plain >plain.out
    for how in "set -O0" "set -O2" "count -O2" "atomic -O0" "atomic -O2"; do
        # shellcheck disable=SC2086
        cover gcc $how -fopenmp table.c -o covered
        COVERDIR=data ./covered >covered.out
        cmp -s plain.out covered.out || error "gcc, $how: $(diff plain.out covered.out | head -n 5)"
    done
    wrong=$(compare_counts)
    [ -z "$wrong" ] || error "$wrong"
}

case_gcc_without_openmp() {
    need gcc
    generate gcc
    gcc -w table.c -o plain && ./plain >plain.out
    cover gcc count table.c -o covered
    COVERDIR=data ./covered >covered.out
    cmp -s plain.out covered.out || error "$(diff plain.out covered.out | head -n 5)"
}

case_clang() {
    need clang
    generate clang
    for how in "set -O0" "count -O2" "atomic -O2"; do
        # shellcheck disable=SC2086
        cover clang $how -fopenmp -c table.c -o covered.o
    done
    ! clang -w -fopenmp table.c -o plain 2>messages || {
        ./plain >plain.out
        cover clang atomic -fopenmp table.c -o covered
        COVERDIR=data ./covered >covered.out
        cmp -s plain.out covered.out || error "$(diff plain.out covered.out | head -n 5)"
    }
}

# Between a statement and what belongs to it, and before a controlled statement.
case_between() {
    cat >between.c <<'END'
static int f(int a)
{
    if (a > 2) {
        a++;
    }
#pragma region other
    else if (a > 1)
#pragma GCC diagnostic push
        a += 2;
#pragma mark x
#pragma of_nobody
    else
#pragma of_nobody
        a += 3;
#pragma GCC diagnostic pop
    do
        a--;
#pragma endregion
    while (a > 6);
    for (int i = 0; i < 3; i++)
        _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic pop") a += i;
    switch (a) {
#pragma of_nobody
    case 1:
        return 7;
    }
    return a;
}
int main(void)
{
    int sum = 0;
    for (int i = 0; i < 9; i++)
        sum = sum * 3 + f(i);
    return sum % 251;
}
END
    for compiler in gcc clang; do
        command -v $compiler >/dev/null || continue
        $compiler -w between.c -o plain && { ./plain; plain=$?; }
        for mode in set count atomic; do
            cover $compiler $mode between.c -o covered
            COVERDIR=data ./covered
            [ $? = $plain ] || error "$compiler, $mode: another exit status"
        done
    done
}

suite_run
