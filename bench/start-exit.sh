# What it costs a process only to start and to end: an image of 60,000 units, as large as SQLite, whose main does nothing.
start_exit() {
    start_source >"$work/start.c"
    gcc -O0 "$work/start.c" -o "$work/start-plain"
    $(bench_covercc count "$work" gcc -O0) "$work/start.c" -o "$work/start-covercc"
    (cd "$work" && gcc -O0 --coverage start.c -o start-gcov)
    # shellcheck disable=SC2086
    clang -O0 $clang_coverage "$work/start.c" -o "$work/start-clang"
    start_plan | measure "Start and end 100 processes of an image of 60,000 units, one after the other"
}

# 6,000 functions of ten units each; none is called.
start_source() {
    awk 'BEGIN {
        for (f = 0; f < 6000; f++) {
            printf "int f%d(int x)\n{\n", f
            for (u = 0; u < 9; u++)
                printf "    if (x == %d)\n        x += %d;\n", u, u + f
            print "    return x;\n}\n"
        }
        print "int main(void)\n{\n    return 0;\n}"
    }'
}

start_plan() {
    loop="i=0; while [ \$i -lt 100 ]; do $work/start"
    plan "plain" plain "$loop-plain; i=\$((i+1)); done"
    plan "covercc" plain "export COVERDIR=\$OUT; $loop-covercc; i=\$((i+1)); done"
    plan "gcc --coverage" plain "export GCOV_PREFIX=\$OUT; $loop-gcov; i=\$((i+1)); done"
    plan "clang coverage" plain "export LLVM_PROFILE_FILE=\$OUT/default.profraw; $loop-clang; i=\$((i+1)); done"
}
