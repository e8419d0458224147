# Every kind of target and source file: what the manifest says, that it builds, and that covercc is in front of all C
# and nothing else.
fake_tools
cc -c "$src/imported/imported.c" -o "$work/imported.o"
ar crs "$work/libimported.a" "$work/imported.o"
configure -DCMAKE_BUILD_TYPE=Debug "-DIMPORTED=$work/libimported.a"
golden manifest.txt <"$(manifest)"
grep CoverBuild: "$work/configure.txt" | golden summary.txt
build
sed -e 's/.* -c //' -e "s|$build/||" "$FAKE_COVERCC_LOG" | grep -v cmake_pch | sed -e 's|.*/||' | sort | golden compiled.txt
grep -q -- "-- .*-E env .* -c .*app.c" "$FAKE_COVERCC_LOG" || fail "the project's own launcher is gone"
if grep -q cpp "$FAKE_COVERCC_LOG"; then
    fail "C++ went through covercc"
fi
# The same with the real covercc: each kind's code is in the data, as often as it ran; what is imported is not.
tools=$TOOLS
configure -DCOVERPKG=mod.deps -DCOVERMODE=count
build
for program in app cxx pure; do
    bin=$build/$program
    [ -x "$bin" ] || bin=$build/Debug/$program
    COVERDIR=$work/data "$bin" || fail "$program does not run"
done
"$tools/covdata/covdata" textfmt "-i=$work/data" "-o=$work/covered.txt"
grep -v '^app.c:' "$work/covered.txt" | golden profile.txt
if grep 'not instrumented' "$build/cover/skipped.log" 2>/dev/null; then
    fail "files were skipped"
fi
