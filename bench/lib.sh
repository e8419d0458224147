# Shell functions of the benchmarks. bench/run has sourced scripts/lib and set $home, $rounds and $work, a directory to make things in.

# A line of a plan: plan NAME BASE COMMAND. The command finds an empty directory of its own in $OUT.
plan() {
    printf '%s\t%s\t%s\n' "$1" "$2" "$3"
}

# Runs the plan on stdin and prints its table below a title.
measure() {
    echo "$1"
    "$TOOLS/bench/measure" "$rounds" "$work/out.$$"
    rm -rf "$work/out.$$"
    echo
}

# bench_covercc MODE SOURCES COMPILER OPTION…: the command that compiles with coverage.
bench_covercc() {
    mode=$1 root=$2
    shift 2
    echo "$TOOLS/instr/covercc --root=$root --skipped=$work/skipped --mode=$mode -- $*"
}

clang_coverage="-fprofile-instr-generate -fcoverage-mapping"

# plan_builds SOURCES OPTIONS SCRIPT: the same work for each compiler and tool; SCRIPT tells the commands of a build given its compiler.
plan_builds() {
    plan "gcc" gcc "$("$3" "gcc $2")"
    plan "gcc covercc set" gcc "$("$3" "$(bench_covercc set "$1" gcc "$2")")"
    plan "gcc covercc count" gcc "$("$3" "$(bench_covercc count "$1" gcc "$2")")"
    plan "gcc --coverage" gcc "$("$3" "gcc --coverage $2")"
    plan "clang" clang "$("$3" "clang $2")"
    plan "clang covercc set" clang "$("$3" "$(bench_covercc set "$1" clang "$2")")"
    plan "clang covercc count" clang "$("$3" "$(bench_covercc count "$1" clang "$2")")"
    plan "clang coverage" clang "$("$3" "clang $clang_coverage $2")"
}

# The amalgamation of SQLite, made by its own build; prints the directory.
sqlite_source() {
    if [ ! -f "$work/sqlite/sqlite3.c" ]; then
        real_copy sqlite3 "$work/sqlite.tmp"
        (cd "$work/sqlite.tmp" && quietly ./configure --disable-tcl --disable-readline && quietly make sqlite3.c)
        rm -rf "$work/sqlite"
        mv "$work/sqlite.tmp" "$work/sqlite"
    fi
    echo "$work/sqlite"
}

# The sources of NAME, one of Debian's source packages, in a copy to build from; prints the directory.
tree_source() {
    [ -d "$work/$1" ] || real_copy "$1" "$work/$1" --upstream
    echo "$work/$1"
}
