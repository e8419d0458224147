# What coverage costs a program as it runs: Lua's interpreter, built with -O2, on a script of loops, calls, tables and strings.
run_lua() {
    lua=$(tree_source lua)/src
    lua_build plain "gcc -O2"
    for mode in set count atomic; do
        lua_build "$mode" "$(bench_covercc "$mode" "$lua" gcc -O2)"
    done
    lua_build gcov "gcc -O2 --coverage"
    lua_build gcov-atomic "gcc -O2 --coverage -fprofile-update=atomic"
    lua_build clang "clang -O2"
    lua_build clang-set "$(bench_covercc set "$lua" clang -O2)"
    lua_build clang-count "$(bench_covercc count "$lua" clang -O2)"
    lua_build clang-coverage "clang -O2 $clang_coverage"
    lua_plan | measure "Run Lua, built with -O2"
}

# lua_build VARIANT COMPILER
lua_build() {
    bin=$work/lua-$1
    rm -rf "$bin"
    mkdir -p "$bin"
    for file in "$lua"/*.c; do
        [ "${file##*/}" = luac.c ] || (cd "$bin" && $2 -w -DLUA_USE_POSIX -c "$file")
    done
    (cd "$bin" && $2 *.o -o lua -lm)
}

lua_plan() {
    plan "gcc" gcc "$work/lua-plain/lua $home/bench/run-lua.lua"
    for mode in set count atomic; do
        plan "gcc covercc $mode" gcc "COVERDIR=\$OUT $work/lua-$mode/lua $home/bench/run-lua.lua"
    done
    plan "gcc --coverage" gcc "GCOV_PREFIX=\$OUT $work/lua-gcov/lua $home/bench/run-lua.lua"
    plan "gcc --coverage, atomic" gcc "GCOV_PREFIX=\$OUT $work/lua-gcov-atomic/lua $home/bench/run-lua.lua"
    plan "clang" clang "$work/lua-clang/lua $home/bench/run-lua.lua"
    plan "clang covercc set" clang "COVERDIR=\$OUT $work/lua-clang-set/lua $home/bench/run-lua.lua"
    plan "clang covercc count" clang "COVERDIR=\$OUT $work/lua-clang-count/lua $home/bench/run-lua.lua"
    plan "clang coverage" clang "LLVM_PROFILE_FILE=\$OUT/default.profraw $work/lua-clang-coverage/lua $home/bench/run-lua.lua"
}
