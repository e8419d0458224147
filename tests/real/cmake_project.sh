# cmake_project.sh NAME WORK [BUILD…]: a project of CMake's, unedited, COVER=ON: its tests pass and fail as without coverage,
# each leaves a data directory, and GCC and Clang, at -O0 and -O2, by Ninja and by Makefiles, count the same. BUILD: gcc0
# (always the first), gcc2, clang0, clang2; all of them by default.
. "$(dirname "$0")/common.sh"
need_source

real_cmake "$name" "$work/plain" -DCMAKE_BUILD_TYPE=Release
results "$work/plain" >"$work/plain.txt"
[ -s "$work/plain.txt" ] || fail "no tests: $(cat "$work/plain/ctest.txt")"

shift 2
[ $# -gt 0 ] || set -- gcc0 gcc2 clang0 clang2
for variant; do
    compiler=${variant%?} level=${variant#"${variant%?}"} build=$work/$variant
    case $variant in
    gcc0 | clang2) CMAKE_GENERATOR=Ninja ;;
    *) CMAKE_GENERATOR="Unix Makefiles" ;;
    esac
    real_cmake "$name" "$build" -DCOVER=ON -DCMAKE_C_COMPILER=$compiler "-DCMAKE_C_FLAGS=-O$level"
    results "$build" >"$build.txt"
    diff -u "$work/plain.txt" "$build.txt" || fail "$compiler -O$level: other test results than without coverage"
    directories=$(find "$build/cover/data" -mindepth 1 -maxdepth 1 -type d | wc -l)
    [ "$directories" -eq "$(wc -l <"$work/plain.txt")" ] || fail "$compiler -O$level: $directories data directories"
    quietly cmake --build "$build" --target coverage || fail "$compiler -O$level: the coverage target"
    "$TOOLS/covdata/covdata" textfmt -i="$build/cover/report/coverage/merged" -o="$build.profile"
    real_skipped "$build/cover/skipped.log"
    cmp "$work/gcc0.profile" "$build.profile" || fail "$compiler -O$level counts otherwise than gcc -O0"
done
cat "$work/gcc0/cover/report/coverage/percent.txt"
