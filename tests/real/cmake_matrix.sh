# cmake_matrix.sh NAME WORK: a project of CMake's, unedited, COVER=ON, by GCC and Clang, by Ninja and Makefiles: its
# tests pass and fail as without coverage, and what a compiler counts does not depend on the generator. A project whose
# tests don't do the same each time (jansson seeds its hash tables from /dev/urandom) runs them again, up to eight times, until
# the builds agree on what any run reached. Last comes the project's line of the table in docs/internals/real-cmake.md.
. "$(dirname "$0")/common.sh"
covdata=$TOOLS/covdata/covdata
need_source
SHARED_SOURCE=$work/src
export USE_VALGRIND=0 # json-c: Debian 12's valgrind fails on what newer Clangs make

# The results without coverage by a compiler, in $work/plain-COMPILER.txt.
plain() {
    CMAKE_GENERATOR=Ninja
    real_cmake "$name" "$work/plain-$1" "-DCMAKE_C_COMPILER=$1" || fail "$1: the plain build"
    results "$work/plain-$1" >"$work/plain-$1.txt"
    [ -s "$work/plain-$1.txt" ] || fail "no tests: $(cat "$work/plain-$1/ctest.txt")"
}

# covered COMPILER GENERATOR BUILD: with coverage. Left are BUILD.txt (results), BUILD.data (tests that left data),
# BUILD.profile (what was counted).
covered() {
    CMAKE_GENERATOR=$2
    real_cmake "$name" "$3" -DCOVER=ON "-DCMAKE_C_COMPILER=$1" || fail "$1, $2: the coverage build"
    results "$3" >"$3.txt"
    diff -u "$work/plain-$1.txt" "$3.txt" || fail "$1, $2: other test results than without coverage"
    find "$3/cover/data" -name 'covmeta.*' | sed 's,.*/cover/data/,,; s,/.*,,' | sort -u >"$3.data"
    [ -s "$3.data" ] || fail "$1, $2: no test left data"
    counted "$3"
    real_skipped "$3/cover/skipped.log" || fail "$1, $2: files were skipped"
}

# counted BUILD: what the tests reached in this run, and in earlier ones that `again` has kept, in BUILD.profile.
counted() {
    profile=$1.profile
    set -- "$1/cover/data" "$1".run*
    [ -d "$2" ] || set -- "$1"
    "$covdata" textfmt -o="$profile" -- "$@"
}

# again BUILD RUN: its tests once more; the data of the run before stays, in BUILD.runRUN.
again() {
    cp -R "$1/cover/data" "$1.run$2"
    results "$1" >/dev/null
    counted "$1"
}

# agree A B: runs the builds' tests until both have counted the same; $runs says how often.
agree() {
    runs=1
    until cmp -s "$1.profile" "$2.profile"; do
        diff "$1.profile" "$2.profile" | sed "s/^/run $runs: /"
        [ $runs -lt 8 ] || fail "Ninja and Makefiles count otherwise"
        again "$1" $runs
        again "$2" $runs
        runs=$((runs + 1))
    done
}

# Total percent of statements, of a profile.
percent() {
    awk 'NR > 1 { all += $2; if ($3 > 0) hit += $2 } END { printf "%.1f %%", all ? 100 * hit / all : 0 }' "$1"
}

# How many packages of a disposition the manifest has.
packages() {
    grep -c "^disposition $2" "$1/cover/manifest.txt" || :
}

again=
for compiler in gcc clang; do
    plain $compiler
    covered $compiler Ninja "$work/$compiler-ninja"
    covered $compiler "Unix Makefiles" "$work/$compiler-make"
    cmp "$work/$compiler-ninja.data" "$work/$compiler-make.data" || fail "$compiler: Ninja and Makefiles: data of other tests"
    agree "$work/$compiler-ninja" "$work/$compiler-make"
    [ $runs = 1 ] || again="$again $compiler: $runs runs"
    rm -rf "$work/plain-$compiler" "$work/$compiler-make"
done
build=$work/gcc-ninja
left=0
[ ! -f "$build/cover/skipped.log" ] || left=$(sort -u "$build/cover/skipped.log" | wc -l)
version=$(sed -n '1s/.*(\(.*\)).*/\1/p' "$SHARED_SOURCE/debian/changelog")
echo "| $name $version | $(packages "$build" contained) | $(packages "$build" dependent) | $(packages "$build" system) |" \
    "$(wc -l <"$work/plain-gcc.txt") | $(wc -l <"$build.data") | $(percent "$build.profile") |" \
    "$(percent "$work/clang-ninja.profile") | $left |$again" | tee "$work/row.txt"
