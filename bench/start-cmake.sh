# What the build mode adds to configuring 500 targets, with our tools found and with our tools built, and to the start of ctest with
# 10,000 tests.
start_cmake() {
    for kind in targets tests; do
        mkdir -p "$work/$kind"
        echo 'int main(void) { return 0; }' >"$work/$kind/main.c"
    done
    cat >"$work/targets/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(Targets C)
foreach(i RANGE 1 500)
  add_library(target${i} STATIC main.c)
endforeach()
END
    cat >"$work/tests/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(Tests C)
enable_testing()
add_executable(main main.c)
foreach(i RANGE 1 10000)
  add_test(NAME test${i} COMMAND main)
endforeach()
END
    module="-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=$home/cmake/CoverBuild.cmake"
    configure="cmake -G Ninja -B \$OUT -S $work/targets"
    {
        plan "cmake" cmake "$configure >/dev/null"
        plan "COVER=ON, tools found" cmake "$configure $module -DCOVER=ON -DCOVERBUILD_ROOT=$TOOLS >/dev/null"
        plan "COVER=ON, tools built" cmake "$configure $module -DCOVER=ON >/dev/null"
    } | measure "Configure 500 targets"
    for cover in OFF ON; do
        rm -rf "$work/tests-$cover"
        quietly cmake -G Ninja -S "$work/tests" -B "$work/tests-$cover" "$module" -DCOVER=$cover "-DCOVERBUILD_ROOT=$TOOLS"
        quietly cmake --build "$work/tests-$cover"
    done
    {
        plan "ctest" ctest "ctest --test-dir $work/tests-OFF -R none >/dev/null 2>&1"
        plan "ctest, COVER=ON" ctest "ctest --test-dir $work/tests-ON -R none >/dev/null 2>&1"
    } | measure "Start ctest with 10,000 tests"
}
