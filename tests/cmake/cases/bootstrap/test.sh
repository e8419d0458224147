# Without tools about, they are built at configure time, whatever the project's flags; once.
bootstrap() {
    "$CMAKE" -S "$src" -B "$build" -G "$generator" -DCOVER=ON "-DMODULE=$module" "$@" >"$work/configure.txt" 2>&1 || {
        cat "$work/configure.txt"
        fail "configure"
    }
}
CFLAGS="-O1 -DCOVERBUILD_TEST_FLAG" CC=gcc
export CFLAGS CC
bootstrap
grep CoverBuild: "$work/configure.txt" | golden first.txt
if grep -q TEST_FLAG "$build/cover/tools/CMakeCache.txt"; then
    fail "the project's flags reached the tools"
fi
"$build/cover/tools/covdata/covdata" help >"$work/help.txt" 2>&1 || :
grep -q percent "$work/help.txt" || fail "covdata does not run"
bootstrap
grep CoverBuild: "$work/configure.txt" | golden second.txt
build
"$build/app" || fail "the program does not run"
