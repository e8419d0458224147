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
    start_source >"$start/unit00.c"
    echo 'int main(void) { return 0; }' >"$start/main.c"
    start_program plain "$1" gcc -O0
    start_program gcov "$1" gcc -O0 --coverage
    # shellcheck disable=SC2086
    start_program clang "$1" clang -O0 $clang_coverage
    # shellcheck disable=SC2086
    start_program clang-live "$1" clang -O0 $clang_coverage -Wno-unused-command-line-argument -mllvm -runtime-counter-relocation
    # shellcheck disable=SC2046
    start_program set "$1" $(bench_covercc set "$start" gcc -O0)
    # shellcheck disable=SC2046
    start_program count "$1" $(bench_covercc count "$start" gcc -O0)
}

# start_program VARIANT FILES COMPILER OPTION…: one file is compiled; the others are copies of its object, in which the file's name, and with it those of
# its functions and of gcov's data, is another one of the same length.
start_program() (
    variant=$1 last=$(($2 - 1))
    shift 2
    cd "$start"
    "$@" -c unit00.c -o "unit00-$variant.o"
    "$@" -c main.c -o "main-$variant.o"
    for n in $(seq -w 00 "$last" | tail -n +2); do
        LC_ALL=C sed "s/unit00/unit$n/g" "unit00-$variant.o" >"unit$n-$variant.o"
    done
    "$@" ./*-"$variant.o" -o "$variant"
    rm ./*-"$variant.o"
)

# start_source: 6,667 functions of nine units each, of which none is called.
start_source() {
    awk 'BEGIN {
        for (f = 0; f < 6667; f++) {
            printf "int unit00_%d(int x)\n{\n", f
            for (u = 0; u < 4; u++)
                printf "    if (x == %d)\n        x += %d;\n", u, u + f
            print "    return x;\n}\n"
        }
    }'
}

# start_plan PROCESSES: the peers twice, as they are used by default, each process adding to one file or writing over it, and with a file a process, as
# covercc leaves them; Clang's also with its counters in a mapped file, without which a kill loses them ("continuous mode").
start_plan() {
    loop="i=0; while [ \$i -lt $1 ]; do"
    next="i=\$((i+1)); done"
    plan "plain" plain "$loop $start/plain; $next"
    plan "covercc set" plain "export COVERDIR=\$OUT; $loop $start/set; $next"
    plan "covercc count" plain "export COVERDIR=\$OUT; $loop $start/count; $next"
    plan "gcc --coverage" plain "export GCOV_PREFIX=\$OUT; $loop $start/gcov; $next"
    plan "gcc --coverage, file each" plain "$loop GCOV_PREFIX=\$OUT/\$i $start/gcov; $next"
    plan "clang coverage" plain "export LLVM_PROFILE_FILE=\$OUT/default.profraw; $loop $start/clang; $next"
    plan "clang coverage, file each" plain "export LLVM_PROFILE_FILE=\$OUT/%p.profraw; $loop $start/clang; $next"
    plan "clang coverage, mapped" plain "export LLVM_PROFILE_FILE=\$OUT/%p%c.profraw; $loop $start/clang-live; $next"
}
