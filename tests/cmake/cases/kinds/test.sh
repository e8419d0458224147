# Every kind of target and source file: what the manifest says, that it builds, and that covercc is in front of all C
# and nothing else.
fake_tools
configure -DCMAKE_BUILD_TYPE=Debug
golden manifest.txt <"$(manifest)"
grep CoverBuild: "$work/configure.txt" | golden summary.txt
build
sed -e 's/.* -c //' -e "s|$build/||" "$FAKE_COVERCC_LOG" | grep -v cmake_pch | sed -e 's|.*/||' | sort | golden compiled.txt
grep -q -- "-- .*-E env .* -c .*app.c" "$FAKE_COVERCC_LOG" || fail "the project's own launcher is gone"
if grep -q cpp "$FAKE_COVERCC_LOG"; then
    fail "C++ went through covercc"
fi
# The same with the real covercc: unity builds, precompiled headers and all.
tools=$TOOLS
configure
build
"$build/app" || "$build/Debug/app" || fail "the program does not run"
if grep 'not instrumented' "$build/cover/skipped.log" 2>/dev/null; then
    fail "files were left alone"
fi
