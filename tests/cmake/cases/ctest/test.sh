# Tests that run again: the new data takes the place of the old, of that test and no other, whichever way ctest is called.
tools=$TOOLS
case $generator in
*Multi*) configure -DAPP=Debug/app ;;
*) configure -DAPP=app ;;
esac
build
data=$build/cover/data
run_ctest() {
    ctest --test-dir "$build" -C Debug "$@" >"$work/ctest.txt" 2>&1 || :
}
# The tests that left data, with the number of processes that did.
counts() {
    find "$data" -name 'covcounters.*' | sed 's,.*/data/,,; s,/cov[^/]*$,,' | sort | uniq -c | sed 's/^ *//' | paste -sd , -
}
all="1 fail,1 found.one,1 found.two,1 odd_name_1-$(printf 'odd name/1' | sha1sum | cut -c 1-12),1 own.one,1 own.two,1 pass,2 script,1 setup,1 user"

run_ctest -N
run_ctest --show-only=json-v1
[ ! -e "$data" ] || fail "listing makes files"
grep -q covercc "$work/ctest.txt" && fail "a listing shows covercc in front of the tests"
run_ctest -j4
equal "all tests" "$(counts)" "$all"
grep -o '[0-9]*% tests passed.*\|missing (.*\|fail (.*' "$work/ctest.txt" | golden results.txt
grep -q found.one "$data"/found.one/covcounters.* || fail "the data has no tag"
# What is discovered by ctest itself is added to what is there; all else is replaced.
run_ctest -j4 -LE found
equal "run again" "$(counts)" "$all"
touch "$data/pass/notes"
first=$(find "$data/pass" -name 'covcounters.*')
run_ctest -R '^pass$' --repeat until-fail:3
equal "--repeat" "$(counts)" "$all"
[ "$(find "$data/pass" -name 'covcounters.*')" != "$first" ] || fail "running a test again leaves the old data"
[ -e "$data/pass/notes" ] || fail "a file that is not ours was removed"
run_ctest -R '^fail$' --repeat until-pass:2
equal "until-pass" "$(counts)" "$all"
first=$(find "$data/fail" -name 'covcounters.*')
run_ctest
GOES_WELL=1 run_ctest --rerun-failed
equal "--rerun-failed" "$(counts)" "$(echo "$all" | sed 's/1 \([^ ]*\.\)/2 \1/g')"
[ "$(find "$data/fail" -name 'covcounters.*')" != "$first" ] || fail "--rerun-failed leaves the old data"
run_ctest -V -R '^(user|found.one|own.one)$'
grep -o '<.*>$' "$work/ctest.txt" | normalize | sort | golden environment.txt
# A data directory that can't be cleaned or made is said and changes no result; nor does a missing covercc.
rm -rf "$data"
: >"$data"
run_ctest -R '^pass$' -V
grep -q '100% tests passed' "$work/ctest.txt" || fail "data that can't be written fails a test"
grep -q ': covercc: .*cover/data.*: ' "$work/ctest.txt" || fail "no word of data that can't be had"
rm "$data"
# A dashboard script, and valgrind before the tests: it does not follow exec, so nothing may stand between.
cat >"$work/dashboard.cmake" <<END
set(CTEST_SOURCE_DIRECTORY "$src")
set(CTEST_BINARY_DIRECTORY "$build")
ctest_start(Experimental)
ctest_test(RETURN_VALUE result BUILD "$build" EXCLUDE "missing|fail")
if(result)
  message(FATAL_ERROR "tests fail")
endif()
END
ctest -C Debug -S "$work/dashboard.cmake" >"$work/ctest.txt" 2>&1 || fail "ctest -S: $(cat "$work/ctest.txt")"
equal "ctest -S" "$(counts)" "$(echo "$all" | sed 's/^1 fail,//')"
printf '#!/bin/sh\necho "$@" >>"%s/valgrind.txt"\n' "$work" >"$work/valgrind"
chmod +x "$work/valgrind"
configure "-DMEMORYCHECK_COMMAND=$work/valgrind"
run_ctest -T Start -T MemCheck -R '^pass$'
grep -q '/app pass' "$work/valgrind.txt" || fail "MemCheck does not run: $(cat "$work/ctest.txt")"
grep -q covercc "$work/valgrind.txt" && fail "covercc stands between valgrind and the test"
:
