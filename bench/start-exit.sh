# What it costs a process only to start and to end: an image of 60,000 units, as large as SQLite, whose main does nothing.
start_exit() {
    start_build 1
    start_plan 100 | measure "Start and end 100 processes of an image of 60,000 units, one after the other"
}

# start_build FILES: the program of so many source files, plain and covered in each manner, in $work/start-FILES.
start_build() {
    start=$work/start-$1
    rm -rf "$start"
    mkdir -p "$start"
    # shellcheck disable=SC2086
    for n in $(seq "$1"); do
        start_source "$n" >"$start/$n.c"
        (cd "$start" && gcc -O0 -c "$n.c" -o "$n-plain.o" && gcc -O0 --coverage -c "$n.c" -o "$n-gcov.o" &&
            clang -O0 $clang_coverage -c "$n.c" -o "$n-clang.o" &&
            $(bench_covercc count "$start" gcc -O0) -c "$n.c" -o "$n-covercc.o")
    done
    (cd "$start" && gcc ./*-plain.o -o plain && gcc --coverage ./*-gcov.o -o gcov && clang $clang_coverage ./*-clang.o -o clang &&
        $(bench_covercc count "$start" gcc) ./*-covercc.o -o covercc)
    rm "$start"/*.o "$start"/*.c
}

# start_source N: source file N, 6,667 functions of nine units each, of which none is called. The first has main as well.
start_source() {
    awk -v n="$1" 'BEGIN {
        for (f = 0; f < 6667; f++) {
            printf "int f%d_%d(int x)\n{\n", n, f
            for (u = 0; u < 4; u++)
                printf "    if (x == %d)\n        x += %d;\n", u, u + f
            print "    return x;\n}\n"
        }
        if (n == 1)
            print "int main(void)\n{\n    return 0;\n}"
    }'
}

# start_plan PROCESSES
start_plan() {
    loop="i=0; while [ \$i -lt $1 ]; do $start/"
    plan "plain" plain "${loop}plain; i=\$((i+1)); done"
    plan "covercc" plain "export COVERDIR=\$OUT; ${loop}covercc; i=\$((i+1)); done"
    plan "gcc --coverage" plain "export GCOV_PREFIX=\$OUT; ${loop}gcov; i=\$((i+1)); done"
    plan "clang coverage" plain "export LLVM_PROFILE_FILE=\$OUT/default.profraw; ${loop}clang; i=\$((i+1)); done"
}
