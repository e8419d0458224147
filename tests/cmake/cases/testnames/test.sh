# A data directory for each test, whatever its name and wherever it is added; the tests' own properties and arguments
# survive.
fake_tools
configure
(cd "$build" && ctest -N && [ ! -e cover/data ] && ctest -V) >"$work/ctest.txt" || fail "ctest: $(cat "$work/ctest.txt")"
grep -o '<.*>$' "$work/ctest.txt" | grep -v COVERDIR | golden environment.txt
COVERBUILD_DATA=/other ctest --test-dir "$build" -V -R plain | grep -o '<[^|]*' | grep -v COVERDIR | golden other.txt
(cd "$build" && ctest -j2 --repeat until-pass:2 && ctest --show-only=json-v1) >"$work/json.txt" || fail "ctest"
equal "tests with a directory" "$(grep -c 'COVERDIR=set:' "$work/json.txt")" "$(grep -c '"name" : "ENVIRONMENT_MODIFICATION"' "$work/json.txt")"
