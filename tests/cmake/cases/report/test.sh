# The report targets, with the real tools: what they print and write, and that failing tests do not stop the report.
tools=$TOOLS
configure
report() {
    build --target "$1"
    grep -E 'coverage:|^CoverBuild:' "$work/build.txt"
}
report coverage | golden coverage.txt
golden percent.txt <"$build/cover/report/coverage/percent.txt"
golden func.txt <"$build/cover/report/coverage/func.txt"
golden profile.txt <"$build/cover/report/coverage/profile.txt"
golden summary.txt <"$build/cover/report/coverage/summary.txt"
golden info.txt <"$build/cover/report/coverage/coverage.info"
pages=$build/cover/report/coverage/html
[ "$(grep -c '^\["' "$pages/tests.js")" -ge 3 ] || fail "html does not tell the tests apart"
! grep -l 'class="note' "$pages"/src/*.html || fail "html does not find its sources"
cmp "$build/cover/report/coverage/coverage.xml" "$build/coverage.xml" || fail "no coverage.xml in the build directory"
ls "$build/cover/data" | golden data.txt
ls "$build/cover/report/coverage" | golden reports.txt
may_fail=1
if build --target gated; then
    fail "a missed gate succeeds"
fi
may_fail=
grep '^covdata:' "$work/build.txt" | golden gated.txt
[ -s "$build/cover/report/gated/coverage.info" ] || fail "no report beside a missed gate"
# From a tree under another name, by a symbolic link, in another build directory: the same reports, the same objects.
first=$build build=$work/linked
ln -s "$src" "$work/link"
src=$work/link
configure
report coverage | golden coverage.txt
golden profile.txt <"$build/cover/report/coverage/profile.txt"
src=$work/src
rm -rf "$build"
configure
build
# (Ninja Multi-Config builds Debug, and debugging information names the build directory.)
for object in $(cd "$first" && find CMakeFiles -name '*.c.o' ! -path '*runtime*' ! -path '*/Debug/*'); do
    cmp "$first/$object" "$build/$object" || fail "objects depend on the build directory"
done
build=$first
count() {
    find "$build/cover/data" -name 'covcounters.*' | wc -l | tr -d ' '
}
equal "one process a test" "$(count)" 3
report coverage >"$work/again.txt"
equal "run again" "$(count)" 3
ctest --test-dir "$build" -C Debug >"$work/ctest.txt" || fail "ctest"
equal "ctest by hand replaces" "$(count)" 3
report lib-only | golden lib-only.txt
report labelled | golden labelled.txt
report based | golden based.txt
"$tools/covdata/covdata" func "$build/cover/report/based/merged" | normalize | grep -E '^(listed|offered)/' | golden headers.txt
grep -q 'listed/alone.h:$' "$build/cover/report/based/headers.txt" || fail "a header that can't be compiled alone is not named"
may_fail=1
if build --target nothing; then
    fail "a report of no data succeeds"
fi
grep -q 'no test left coverage data' "$work/build.txt" || fail "no word about missing data"
may_fail=
build --target cover-clean
equal "cover-clean" "$(find "$build/cover" -name 'covcounters.*' | wc -l | tr -d ' ')" 0
configure -DDASHBOARD=ON
build --target coverage
ctest --test-dir "$build" -C Debug -T Start -T Coverage >"$work/ctest.txt" 2>&1 || :
sed -n 's/^[[:space:]]*\(Covered LOC:\|Not covered LOC:\) */\1 /p' "$work/ctest.txt" | golden dashboard.txt
configure -DDASHBOARD=OFF -DFAILING=ON
may_fail=1
if build --target coverage; then
    fail "the target succeeds though a test failed"
fi
grep -E 'coverage:|^CoverBuild:|CoverBuild: tests failed' "$work/build.txt" | golden failing.txt
