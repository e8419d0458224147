# What coverage costs threads that run the same code: a loop of a few instructions a unit. It is built four times: where a loop lies in
# its cache lines makes its time half as much again, for the plain program and for each variant at another place.
places="0 16 32 48"
run_threads() {
    for compiler in gcc clang; do
        threads_build $compiler "$compiler -O2"
        for mode in set count atomic; do
            threads_build $compiler-$mode "$(bench_covercc "$mode" "$home/bench" $compiler -O2)"
        done
    done
    threads_build gcov "gcc -O2 --coverage"
    threads_build gcov-atomic "gcc -O2 --coverage -fprofile-update=atomic"
    threads_build clang-coverage "clang -O2 $clang_coverage"
    threads_build clang-coverage-atomic "clang -O2 $clang_coverage -fprofile-update=atomic"
    for count in 1 2; do
        threads_plan | measure "A loop in threads, built with -O2: $count"
    done
}

# threads_build VARIANT COMPILER
threads_build() {
    mkdir -p "$work/threads-$1"
    for place in $places; do
        (cd "$work/threads-$1" && $2 -DPLACE=$place "$home/bench/run-threads.c" -pthread -o run-$place)
    done
}

# threads_line NAME BASE VARIANT
threads_line() {
    plan "$1" "$2" "export COVERDIR=\$OUT GCOV_PREFIX=\$OUT LLVM_PROFILE_FILE=\$OUT/%p.profraw; for place in $places; do $work/threads-$3/run-\$place $count; done"
}

threads_plan() {
    for compiler in gcc clang; do
        threads_line $compiler $compiler $compiler
        for mode in set count atomic; do
            threads_line "$compiler covercc $mode" $compiler $compiler-$mode
        done
    done
    threads_line "gcc --coverage" gcc gcov
    threads_line "gcc --coverage, atomic" gcc gcov-atomic
    threads_line "clang coverage" clang clang-coverage
    threads_line "clang coverage, atomic" clang clang-coverage-atomic
}
