#!/bin/sh
# Exclusion markers in source files: what they take out of lcov, cobertura and summary, and that no file outside the root
# is read.
# usage: exclude.sh COVDATA GENERATE WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 generate=$2
suite_start "$3"
mkdir -p "$work/root/src" "$work/root/include" "$work/root/third_party/v" "$work/root/zlib" "$work/root/tests" "$work/root/lib"
"$generate" count data
"$generate" count hostile hostile

# main.c: main is lines 10 to 20, usage 30 to 33. One line of main, and all of usage.
seq 1 40 | sed -e 's,^12$,12 /* LCOV_EXCL_LINE */,' \
    -e 's,^29$,29 // GCOVR_EXCL_START,' -e 's,^34$,34 // GCOVR_EXCL_STOP,' >root/src/main.c
seq 1 40 >root/src/other.c
seq 1 10 >root/include/help.h
seq 1 40 >root/zlib/z.c
seq 1 40 >root/third_party/v/v.c
seq 1 40 >root/tests/test_lib.c
echo '// LCOV_EXCL_START' >root/lib/lib.c
"$covdata" lcov -i=data -o=plain.info 2>err || fail lcov
"$covdata" lcov -i=data -source=root -o=marked.info 2>err || {
    cat err
    fail "lcov -source"
}
echo 'covdata: warning: lib/lib.c:1: LCOV_EXCL_START without a LCOV_EXCL_STOP: all lines after it are excluded' |
    diff - err || fail "other words"

# Lines of one record: record FILE SF
record() {
    awk -v file="SF:$2" '$0 == file { on = 1 } /^end_of_record/ { on = 0 } on' "$1"
}

case_lcov() {
    record plain.info src/main.c | grep -v '^DA:12,\|^DA:3[0-3],\|usage\|^FN[FH]:\|^L[FH]:' >wanted
    record marked.info src/main.c | grep -v '^FN[FH]:\|^L[FH]:' | diff -u wanted - || fail "lines of main.c"
    record plain.info src/main.c | grep -q '^DA:12,' || fail "line 12 has no code without markers"
    record marked.info src/main.c >main
    [ "$(grep -c '^DA:' main)" = "$(sed -n 's/^LF://p' main)" ] || fail "LF"
    record marked.info src/main.c | grep -q '^FNF:1$' || fail "FNF"
    [ -z "$(record marked.info lib/lib.c)" ] || fail "a file that is excluded whole is there"
    record plain.info src/other.c >wanted
    record marked.info src/other.c | diff -u wanted - || fail "lines of other.c"
}

case_summary() {
    "$covdata" summary -depth=function -i=data -source=root 2>err >tree || fail "summary -source"
    ! grep -q 'lib_run' tree || fail "an excluded function in the summary"
    # main's 7 statements stay: its units have other lines than the excluded one; usage's 4 are gone.
    grep -q ' main.c *100.0% *7/7 ' tree || fail_with tree "statements of main.c"
}

case_cobertura() {
    "$covdata" cobertura -i=data -source=root 2>err | grep -c '<line ' >count
    [ "$(cat count)" = $(($(grep -c '^DA:' marked.info) * 2)) ] || fail "lines of cobertura"
}

# What is missing is told; what is outside is not read, by any name.
cp -r root linked
rm linked/src/other.c linked/include/help.h linked/tests/test_lib.c
mkdir outside
seq 1 40 | sed 's,$, // LCOV_EXCL_LINE,' >outside/other.c
ln -s ../../outside/other.c linked/src/other.c
ln -s ../src/main.c linked/include/help.h
mkfifo linked/tests/test_lib.c

case_outside() {
    "$covdata" lcov -i=data -source=linked -o=outside.info 2>err || fail "lcov with symbolic links"
    grep -q 'src/other.c: not found, so its exclusion markers have no effect' err || fail "no word about a file outside"
    grep -q 'tests/test_lib.c: not found,' err || fail "no word about what is no file"
    ! grep -q 'help.h: not' err || fail "a symbolic link within the root is not followed"
    record plain.info src/other.c >wanted
    record outside.info src/other.c | diff -u wanted - || fail "markers of a file outside the root are used"
    if "$covdata" coveralls -i=data -source=linked -o=outside.json 2>err; then
        grep -q 'src/main.c' outside.json || fail "no file that is there"
        ! grep -q 'src/other.c' outside.json || fail "a file outside the root is read into a report"
    fi
}

case_hostile() {
    "$covdata" lcov -i=hostile -source=linked -o=hostile.info 2>err || fail "lcov -source of hostile names"
    [ "$(tr -d '\n -~\303\244' <err | wc -c)" = 0 ] || fail "raw control characters in messages"
}

# Intraline units, functions and unreachable code; and the same for percent, func and textfmt.
"$generate" count again
mkdir marked
cp -r root/* marked
rm marked/src/other.c marked/include/help.h marked/tests/test_lib.c
seq 1 40 >marked/include/help.h
seq 1 40 >marked/tests/test_lib.c
seq 1 40 | sed 's,^14$,14 // LCOV_EXCL_BR_LINE,; s,^30$,30 void usage(void) { // GCOVR_EXCL_FUNCTION,' >marked/src/main.c
seq 1 40 | sed 's,^7$,7 // LCOV_UNREACHABLE_START,; s,^20$,20 // LCOV_UNREACHABLE_STOP,' >marked/src/other.c
seq 1 200 >marked/lib/lib.c

case_unreachable_ran() {
    "$covdata" textfmt -i=again -o=all.txt
    status=0
    "$covdata" textfmt -i=again -source=marked -o=some.txt 2>err || status=$?
    [ $status = 1 ] || fail_with err "unreachable code ran: exit status $status"
    grep -q '^covdata: src/other.c:7: code that is marked as unreachable ran$' err || fail_with err "no word on it"
    diff all.txt some.txt | grep '^[<>]' >gone || :
    [ "$(cat gone)" = '< src/main.c:14.8,14.19 0 0
< src/main.c:30.5,33.2 4 0' ] || fail_with gone "units left out"
    ! "$covdata" func -i=again -source=marked 2>/dev/null | grep -q usage || fail "func shows an excluded function"
}

# Unreachable code that did not run is out of everything: of the pages, which are made test by test, and of the tests' order, as of the summary.
case_unreachable() {
    mkdir -p each/t
    cp again/* each/t
    sed 's,^30 .*,30 // LCOV_UNREACHABLE_START,; s,^34$,34 // LCOV_UNREACHABLE_STOP,' marked/src/main.c >main.c
    mv main.c marked/src/main.c
    seq 1 40 >marked/src/other.c
    total() {
        "$covdata" summary -depth=module "$@" | sed -n 's/^total *\([0-9.]*%\) *\([0-9/]*\) .*/\1 \2/p'
    }
    [ "$(total each)" != "$(total -source=marked each)" ] || fail "unreachable code in the summary"
    "$covdata" html -single -source=marked each -o=one.html
    [ "$(sed -n 's|.*<dt>Statements</dt>.*<small>\([0-9]*\) of \([0-9]*\)<.*<dt>Lines<.*|\1/\2|p' one.html | head -n 1)" = "$(total -source=marked each | cut -d' ' -f2)" ] ||
        fail "unreachable code in the pages"
    [ "$("$covdata" order -source=marked each | sed -n 's/.* \([0-9.]*%\)  some.test$/\1/p')" = "$(total -source=marked each | cut -d' ' -f1)" ] ||
        fail "unreachable code in order"
    "$covdata" tests -index=i.db each >known
    [ "$("$covdata" order -source=marked -index=i.db | sed -n 's/.* \([0-9.]*%\)  some.test$/\1/p')" = "$(total -source=marked each | cut -d' ' -f1)" ] ||
        fail "unreachable code in order by an index"
}

suite_run
