#!/bin/sh
# select's promise, held against running: mark() is put behind each line of a program in turn, on each blank line, and into the
# expressions. Every test that then runs it must have been selected, from the data of the program as it was;
# and where nobody runs it, something must say so. From git: ranges, commits, the working tree, what is staged, folders
# of the repository, renames.
# usage: select.sh COVDATA COVERCC WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 covercc=$2
here=$(cd "$(dirname "$0")" && pwd)
suite_start "$3"
mkdir -p "$work/repo/sub"
export LC_ALL=C

# What the tests run; t7 has an argument that is bad, t8 none.
arguments() {
    case $1 in
    t1) echo "1 2 +" ;;
    t2) echo "9 4 - 3" ;;
    t3) echo "2 3 *" ;;
    t4) echo "1 2 3 4 5" ;;
    t5) echo "1 2 /" ;;
    t6) echo "+ 0 *" ;;
    t7) echo "x1" ;;
    t8) ;;
    esac
}
tests="t1 t2 t3 t4 t5 t6 t7 t8"
run() { # PROGRAM TEST
    set -f
    # shellcheck disable=SC2046
    "$1" $(arguments "$2") >out 2>&1 || :
    set +f
}

src=$work/repo/sub
cp "$here"/project/* "$src"
"$covercc" --root="$src" -- gcc -O0 -g "$src/main.c" -o covered
for test in $tests; do
    COVERDIR=$work/data/$test run ./covered $test
done
[ "$("$covdata" tests data | tr '\n' ' ')" = "$tests " ] || fail "the tests are not those that ran"

cat >mark.h <<'X'
#include <unistd.h>
static inline void mark(void) { if (write(9, "x", 1) != 1) _exit(99); }
X
# The tests that run mark() in new/main.c.
markers() {
    for test in $tests; do
        : >marked
        run ./changed $test 9>>marked
        [ ! -s marked ] || echo $test
    done
}
selected=0 needed=0 changes=0
# Holds the change from repo/sub/main.c to new/main.c, if it compiles, against select.
try() {
    cp "$src/limit.h" new
    gcc -O0 -w -include mark.h new/main.c -o changed 2>/dev/null || return 0
    diff -u --label a/main.c --label b/main.c "$src/main.c" new/main.c >patch || :
    markers >want
    "$covdata" select -source="$src" -patch=patch -format=names data >got 2>said
    comm -23 want got >lost
    [ ! -s lost ] || {
        cat patch
        echo "not selected:" && cat lost
        fail "a test is missing"
    }
    [ -s got ] || grep -q 'no test reached this' said || {
        cat patch said
        fail "nothing selected, nothing said"
    }
    changes=$((changes + 1))
    selected=$((selected + $(wc -l <got)))
    needed=$((needed + $(wc -l <want)))
}

case_marks() {
    mkdir new
    lines=$(wc -l <"$src/main.c")
    line=11
    while [ $line -lt "$lines" ]; do
        sed "${line}a mark();" "$src/main.c" >new/main.c
        try
        sed "${line}s/\(return\|=\) \([^=]*\);\$/\1 (mark(), \2);/; ${line}s/(\(.*\)/(mark(), \1/" "$src/main.c" >new/main.c
        cmp -s "$src/main.c" new/main.c || try
        sed "${line}s/^\$/mark();/" "$src/main.c" >new/main.c
        cmp -s "$src/main.c" new/main.c || try
        line=$((line + 1))
    done
    echo "$changes changes: $needed tests needed, $selected selected"
    [ $changes -gt 60 ] || fail "too few changes compile"
    [ $((selected * 10)) -lt $((needed * 17)) ] || fail "too many tests are selected"
}

# names DIR ARGUMENT...: the tests that select names, in one line.
names() {
    dir=$1
    shift
    (cd "$dir" && "$covdata" select -format=names "$@" "$work/data") 2>said | tr '\n' ' '
}

case_new_file() {
    diff -u --label /dev/null --label main.c /dev/null "$src/main.c" >patch || :
    [ "$(names . -patch=patch -source="$src")" = "" ] || fail "a new file has tests"
    grep -q 'main.c: not in the data' said || fail "no word on a new file"
    names . -patch=patch -source="$src" -side=new >got
    [ "$(cat got)" = "$tests " ] || fail "of a file that is all new: $(cat got)"
}

case_git() {
    if ! "$covdata" select -worktree -source="$src" data >out 2>&1 && grep -q libgit2 out; then
        skip "covdata was built without libgit2"
    fi
    git() { command git -c user.name=a -c user.email=a@b -C "$work/repo" "$@"; }
    git init -q -b main
    git add -A
    git commit -qm base
    sed 's/a - b/b - a/' "$src/main.c" >other && cp other "$src/main.c"
    for how in "" -worktree; do
        # shellcheck disable=SC2086
        [ "$(names "$src" $how)" = "t2 " ] || fail_with said "the working tree, ${how:-by default}"
    done
    [ "$(names "$src" -staged)" = "" ] || fail "nothing is staged"
    git add -A
    [ "$(names "$src" -staged)" = "t2 " ] || fail "what is staged"
    [ "$(names . -worktree -source="$src")" = "t2 " ] || fail "the working tree, what is staged included"
    git commit -qm minus
    git mv sub/main.c sub/calc.c
    sed -i 's/product += a/product += a + 0/' "$src/calc.c"
    git commit -qam move
    [ "$(names "$src" -diff=HEAD~2..HEAD)" = "t2 t3 " ] || fail "a range over a rename: $(names "$src" -diff=HEAD~2..HEAD)"
    [ "$(names "$src" -diff=HEAD)" = "t3 " ] || fail "a commit"
    [ "$(names "$src" -diff=HEAD~..)" = "t3 " ] || fail "a range to HEAD"
    [ "$("$covdata" tests -diff=HEAD~2..HEAD -format=meson -source="$src" data)" = "t2 t3" ] || fail "tests -diff"
    git checkout -q -b side HEAD~2
    sed -i 's/#define LIMIT 4/#define LIMIT 5/' "$src/limit.h"
    git commit -qam limit
    [ "$(names "$src" -diff=main...side)" = "" ] || fail "a header without code"
    grep -q 'sub/limit.h: not in the data' said || fail "no word on a header"
    sed -i 's/^struct stack {/struct stack { long more;/' "$src/main.c"
    [ "$(names "$src")" = "$tests " ] || fail "a type of the file may concern all tests"
    grep -q 'sub/main.c:7: outside functions' said || fail "no word on lines outside of functions"
    "$covdata" select -source="$src" data >report
    grep -q '^8 of 8 tests reached' report || fail "no report"
    [ "$("$covdata" tests -worktree -format=ctest-regex -source="$src" data)" = '^(t1|t2|t3|t4|t5|t6|t7|t8)$' ] || fail "tests -worktree"
    git checkout -q .
    printf '\n/* nothing */\n   // at all\n' >>"$src/main.c"
    [ "$(names "$src")" = "" ] || fail "a comment has tests"
    for bad in -diff=nosuch..HEAD -diff=nosuch -patch=nosuch; do
        status=0
        "$covdata" select $bad -source="$src" data >out 2>said || status=$?
        [ $status = 1 ] && [ "$(wc -l <said)" = 1 ] && [ ! -s out ] || {
            cat out said
            fail "$bad: status $status"
        }
    done
}

suite_run
