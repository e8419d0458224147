# Tests that GoogleTest's, Catch2's and doctest's own modules discover: each has its directory, and what it alone ran.
tools=$TOOLS
configure ${SLOW:+-DSLOW=ON}
build
ctest --test-dir "$build" -C Debug >"$work/ctest.txt" 2>&1 || fail "ctest: $(cat "$work/ctest.txt")"
tests=$(ctest --test-dir "$build" -C Debug -N | grep -c 'Test *#')
if [ "$tests" -eq 0 ]; then
    echo "SKIP: neither libgtest-dev nor doctest-dev is installed"
    exit 77
fi
equal "tests with data" "$(find "$build/cover/data" -name 'covmeta.*' | sed 's,/[^/]*$,,' | sort -u | wc -l)" "$tests"
# Each ran one arm of the function: 66.7 % of its statements.
for dir in "$build"/cover/data/*/; do
    "$tools/covdata/covdata" percent -pkg=Frameworks/lib "-i=$dir" | grep -q 'coverage: 66.7%' || fail "$dir: $("$tools/covdata/covdata" percent "-i=$dir")"
done
ctest --test-dir "$build" -C Debug -j2 >"$work/ctest.txt" 2>&1 || fail "ctest -j2"
equal "processes that left data" "$(find "$build/cover/data" -name 'covcounters.*' | wc -l)" "$tests"
