#!/bin/sh
# words.sh COVERCC COVDATA WORK: words of probes and of the front are macros of the program, each defined as nonsense or as
# something that counts, in the text or by -D. Nothing is skipped, and the program computes what the plain one computes.
set -u
. "$(dirname "$0")/../../lib/suite.sh"
covercc=$1
suite_start "$3"

# Not if, else, for, do, while, int and return, which the program uses.
words="asm __asm __asm__ volatile __volatile __volatile__ const static extern inline __inline __inline__ register auto goto
    switch case default break continue void char short long signed unsigned float double struct union enum typedef sizeof
    _Bool _Alignof _Alignas _Static_assert _Thread_local __thread __extension__ __attribute __attribute__ __typeof __typeof__
    typeof __builtin_expect __atomic_fetch_add __atomic_store_n __label__ bool true false NULL
    ready distance value counter used section aligned visibility hidden unlikely likely"

program() {
    cat <<'END'
int ifs, loops;
#define if(x) if (ifs++, (x))
#define while(x) while (loops++, (x))
#define return return ifs++,
int f(int a)
{
    if (a > 2)
        return 1;
    else if (a == 1)
        a += 5;
    while (a-- > 0)
        loops++;
    do
        a++;
    while (a < 0);
    return a && loops || a ? 3 : 4;
}
#undef return
#undef while
int g(int a)
{
    if (a > 2)
        a--;
    while (a > 1)
        a--;
    return a && loops || a ? 3 : 4;
}
#define ONE(name) int name(int a) { return a + 1; }
ONE(h)
int main()
{
    int sum = 0;
    for (int i = 0; i < 5; i++)
        sum += f(i) + g(i) + h(i);
    return (sum * 7 + ifs * 3 + loops) % 251;
}
END
}

judge() {
    compiler=$1
    shift
    need "$compiler"
    {
        [ $form = options ] || for word in $words; do echo "#define $word )]} nonsense"; done
        program
    } >p.c
    [ $form = text ] || for word in $words; do set -- "$@" "-D$word=)]} nonsense"; done
    "$compiler" -w "$@" p.c -o plain || fail "the plain program does not build"
    ./plain
    plain=$?
    for mode in set count atomic; do
        for level in -O0 -O2; do
            for units in "" --intraline; do
                # shellcheck disable=SC2086
                "$covercc" --root="$work" --module=m --mode=$mode --skipped=skipped $units -- "$compiler" -w $level "$@" p.c -o covered || {
                    error "$compiler, $mode, $level $units: not built"
                    continue
                }
                ! grep -v 'no place for a probe' skipped || error "$compiler, $mode, $level $units: skipped"
                COVERDIR=data ./covered
                [ $? = $plain ] || error "$compiler, $mode, $level $units: another exit status"
            done
        done
    done
}

case_gcc_text() {
    form=text
    judge gcc
}

case_gcc_options() {
    form=options
    judge gcc
}

case_clang_text() {
    form=text
    judge clang
}

case_clang_options() {
    form=options
    judge clang
}

suite_run
